// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "ssh/publickey.h"

#include <QtCore/QByteArrayList>
#include <QtCore/QtEndian>

namespace imagebuilder::ssh {

namespace {

/// The length-prefixed type that a key's bytes begin with; empty when they are cut.
QByteArray innerType(const QByteArray &blob)
{
    if (blob.size() < 4)
        return {};
    const auto length = qFromBigEndian<quint32>(blob.constData());
    return length <= blob.size() - 4 ? blob.mid(4, length) : QByteArray();
}

} // namespace

Result<PublicKey> parsePublicKey(const QByteArray &line)
{
    const auto fields = line.simplified().split(' ');
    if (fields.size() >= 2) {
        const auto decoded = QByteArray::fromBase64Encoding(fields[1], QByteArray::AbortOnBase64DecodingErrors);
        if (decoded && innerType(*decoded) == fields[0])
            return PublicKey{.type = fields[0], .blob = *decoded};
    }
    return failure(ErrorKind::Config,
                   QStringLiteral("\"%1\" is no OpenSSH public key: \"type base64 comment\" is wanted")
                       .arg(QString::fromUtf8(line.first(std::min<qsizetype>(line.size(), 40)))));
}

} // namespace imagebuilder::ssh
