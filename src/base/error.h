// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace imagebuilder {

/// What went wrong, as far as code needs to know. Code decides on kinds, never on texts.
enum class ErrorKind {
    Usage,       ///< the command line
    Config,      ///< clouds.yaml, a plan, an option's value
    Auth,        ///< credentials refused, or no right (401, 403)
    NotFound,    ///< what was named does not exist
    Conflict,    ///< exists already, in use, or in the wrong state (409)
    Quota,       ///< the project's quota is short
    RateLimited, ///< 429 after all attempts
    Unavailable, ///< no connection, 5xx after all attempts
    Timeout,     ///< a deadline passed
    Cancelled,   ///< a stop was requested
    Protocol,    ///< an answer that makes no sense
    Ssh,         ///< the VM could not be reached or logged in to
    Script,      ///< cloud-init or the custom script failed in the VM
    Storage,     ///< disk, journal, cache
    Internal,    ///< a mistake of ours
};

/// An error as a value: a kind for code, a sentence for people, and where it happened.
class Error
{
public:
    /// `text` says what was tried, where, what came back, and what to do. It must hold no secret.
    Error(ErrorKind kind, QString text) : m_kind(kind), m_text(std::move(text)) {}

    ErrorKind kind() const { return m_kind; }
    /// The innermost sentence, without context.
    const QString &text() const { return m_text; }
    /// OpenStack's request id (`req-…`), or empty.
    const QString &requestId() const { return m_requestId; }
    /// The HTTP status that caused it, or 0.
    int httpStatus() const { return m_httpStatus; }

    /// Adds what was being done, outermost last ("distribute to web_runner").
    Error withContext(const QString &doing) const;
    Error withRequestId(const QString &requestId) const;
    Error withHttpStatus(int status) const;

    /// Context, text and request id in one line for people: "distribute: upload to web: … (req-…)".
    QString message() const;

private:
    ErrorKind m_kind;
    QString m_text;
    QStringList m_context;
    QString m_requestId;
    int m_httpStatus = 0;
};

/// The kind's stable name as it stands in JSON and the journal ("quota").
QString errorKindName(ErrorKind kind);
/// The kind of that name; Internal for any other.
ErrorKind errorKindFrom(const QString &name);

} // namespace imagebuilder
