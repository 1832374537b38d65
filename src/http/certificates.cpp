// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/certificates.h"

#include "http/connection.h"
#include "http/tlsconfiguration.h"

#include <algorithm>

namespace imagebuilder::http {

namespace {

QDateTime firstEnd(const QList<QSslCertificate> &certificates)
{
    QDateTime first;
    for (const auto &certificate : certificates)
        if (!first.isValid() || certificate.expiryDate() < first)
            first = certificate.expiryDate();
    return first;
}

} // namespace

Task<Result<QDateTime>> certificateEnd(QUrl url, TransportOptions options, std::stop_token stop)
{
    if (url.scheme() != u"https")
        co_return QDateTime();
    IB_CO_TRY(const auto tls, tlsConfiguration(options));
    Request request;
    request.url = url;
    auto connection = std::make_shared<Connection>(request, QNetworkProxy(QNetworkProxy::NoProxy));
    IB_CO_CHECK(co_await Connection::open(connection, tls, stop));
    co_return firstEnd(connection->peerCertificates());
}

Result<QDateTime> bundleEnd(const QString &file)
{
    const auto certificates = QSslCertificate::fromPath(file);
    if (certificates.isEmpty())
        return failure(ErrorKind::Config, QStringLiteral("%1 holds no certificate").arg(file));
    return firstEnd(certificates);
}

} // namespace imagebuilder::http
