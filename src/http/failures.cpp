// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/failures.h"

#include "http/exchangelog.h"

namespace imagebuilder::http {

QString shownRequest(const Request &request)
{
    return QString::fromLatin1(request.method) + QLatin1Char(' ') + shownUrl(request.url);
}

Error connectionFailure(const Request &request, const QString &reason)
{
    return {ErrorKind::Unavailable, QStringLiteral("%1 got no answer: %2").arg(shownRequest(request), reason)};
}

Error connectionFailure(const Request &request, QNetworkReply::NetworkError code, const QString &reason)
{
    switch (code) {
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return {ErrorKind::Config,
                QStringLiteral("%1: the proxy wants a user name and password, or refuses those of the "
                               "proxy's address in the environment")
                    .arg(shownRequest(request))};
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
        return connectionFailure(request,
                                 QStringLiteral("the proxy of the environment cannot be used: %1").arg(reason));
    case QNetworkReply::ProtocolFailure:
        return {ErrorKind::Protocol, QStringLiteral("%1: the answer is no HTTP").arg(shownRequest(request))};
    default:
        return connectionFailure(request, reason);
    }
}

Error untrusted(const Request &request, const QString &reason)
{
    return {ErrorKind::Config,
            QStringLiteral("%1: no TLS connection (%2); if the server's certificate is signed by a CA "
                           "of your own, name that CA's file as cacert in clouds.yaml")
                .arg(shownRequest(request), reason)};
}

Error idledOut(const Request &request)
{
    return {ErrorKind::Timeout, QStringLiteral("%1: no byte came or went for %2 s")
                                    .arg(shownRequest(request))
                                    .arg(std::chrono::duration<double>(request.idleTimeout).count())};
}

Error cutAnswer(const Request &request, qint64 received)
{
    return {ErrorKind::Protocol, QStringLiteral("%1: the connection ended amid the answer, after %2 bytes of its body")
                                     .arg(shownRequest(request))
                                     .arg(received)};
}

Error tooLarge(const Request &request)
{
    return {ErrorKind::Protocol,
            QStringLiteral("%1: the answer is larger than %2 bytes, which is more than makes sense")
                .arg(shownRequest(request))
                .arg(request.maxBody)};
}

} // namespace imagebuilder::http
