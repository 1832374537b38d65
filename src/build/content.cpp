// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/content.h"

#include "build/userdata.h"

#include <QtCore/QCryptographicHash>

namespace imagebuilder::build {

namespace {

QString sha256Of(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

} // namespace

Result<QString> userDataFingerprint(const Request &request)
{
    IB_TRY(const auto rendered, renderUserData(request));
    return sha256Of(rendered);
}

QString scriptFingerprint(const Request &request, const QByteArray &scriptSha256)
{
    if (request.scriptUrl.isEmpty())
        return {};
    return sha256Of(scriptSha256 + '\n' + request.scriptSecrets.keys().join(u',').toUtf8());
}

} // namespace imagebuilder::build
