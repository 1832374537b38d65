// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

namespace imagebuilder {

Error Error::withContext(const QString &doing) const
{
    Error copy = *this;
    copy.m_context.prepend(doing);
    return copy;
}

Error Error::withRequestId(const QString &requestId) const
{
    Error copy = *this;
    copy.m_requestId = requestId;
    return copy;
}

Error Error::withHttpStatus(int status) const
{
    Error copy = *this;
    copy.m_httpStatus = status;
    return copy;
}

QString Error::message() const
{
    QStringList parts = m_context;
    parts << m_text;
    QString line = parts.join(QStringLiteral(": "));
    if (!m_requestId.isEmpty())
        line += QStringLiteral(" (%1)").arg(m_requestId);
    return line;
}

QString errorKindName(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Usage:
        return QStringLiteral("usage");
    case ErrorKind::Config:
        return QStringLiteral("config");
    case ErrorKind::Auth:
        return QStringLiteral("auth");
    case ErrorKind::NotFound:
        return QStringLiteral("not-found");
    case ErrorKind::Conflict:
        return QStringLiteral("conflict");
    case ErrorKind::Quota:
        return QStringLiteral("quota");
    case ErrorKind::RateLimited:
        return QStringLiteral("rate-limited");
    case ErrorKind::Unavailable:
        return QStringLiteral("unavailable");
    case ErrorKind::Timeout:
        return QStringLiteral("timeout");
    case ErrorKind::Cancelled:
        return QStringLiteral("cancelled");
    case ErrorKind::Protocol:
        return QStringLiteral("protocol");
    case ErrorKind::Ssh:
        return QStringLiteral("ssh");
    case ErrorKind::Script:
        return QStringLiteral("script");
    case ErrorKind::Storage:
        return QStringLiteral("storage");
    case ErrorKind::Internal:
        return QStringLiteral("internal");
    }
    return QStringLiteral("internal");
}

ErrorKind errorKindFrom(const QString &name)
{
    for (int kind = 0; kind < static_cast<int>(ErrorKind::Internal); ++kind)
        if (errorKindName(static_cast<ErrorKind>(kind)) == name)
            return static_cast<ErrorKind>(kind);
    return ErrorKind::Internal;
}

} // namespace imagebuilder
