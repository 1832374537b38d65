// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/tlsconfiguration.h"

#include <QtCore/QFile>
#include <QtNetwork/QSslKey>

namespace imagebuilder::http {

namespace {

Result<QByteArray> contents(const QString &name, const QString &what)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::Config,
                       QStringLiteral("the %1 %2 cannot be read: %3").arg(what, name, file.errorString()));
    return file.readAll();
}

Result<QList<QSslCertificate>> certificates(const QString &name, const QString &what)
{
    IB_TRY(const auto pem, contents(name, what));
    auto found = QSslCertificate::fromData(pem, QSsl::Pem);
    if (found.isEmpty())
        return failure(ErrorKind::Config, QStringLiteral("the %1 %2 holds no certificate in PEM form").arg(what, name));
    return found;
}

Result<QSslKey> privateKey(const QString &name)
{
    IB_TRY(const auto pem, contents(name, QStringLiteral("key file")));
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        QSslKey key(pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return failure(ErrorKind::Config,
                   QStringLiteral("the key file %1 holds no private key in PEM form without a passphrase").arg(name));
}

} // namespace

Result<QSslConfiguration> tlsConfiguration(const TransportOptions &options)
{
    auto configuration = QSslConfiguration::defaultConfiguration();
    if (!options.verify)
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    if (!options.caFile.isEmpty()) {
        IB_TRY(const auto authorities, certificates(options.caFile, QStringLiteral("CA file")));
        configuration.setCaCertificates(authorities);
    }
    if (!options.certificateFile.isEmpty()) {
        IB_TRY(const auto chain, certificates(options.certificateFile, QStringLiteral("certificate file")));
        // One file may hold both.
        IB_TRY(const auto key, privateKey(options.keyFile.isEmpty() ? options.certificateFile : options.keyFile));
        configuration.setLocalCertificateChain(chain);
        configuration.setPrivateKey(key);
    }
    return configuration;
}

} // namespace imagebuilder::http
