// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QProcessEnvironment>
#include <QtCore/QUrl>
#include <QtNetwork/QNetworkProxy>

namespace imagebuilder::http {

/// Which proxy leads to an address, as http_proxy, https_proxy and no_proxy say it (the lower-case name counts first).
class ProxySettings
{
public:
    /// Config error for a proxy address that cannot be used; its text shows no credentials.
    static Result<ProxySettings> fromEnvironment(const QProcessEnvironment &environment);

    /// Of type NoProxy when the way is direct, as it always is to this machine itself.
    QNetworkProxy proxyFor(const QUrl &url) const;

private:
    /// One entry of no_proxy: a domain with all below it, an address or a network; with a port, for that port alone.
    struct Exception
    {
        QString domain; ///< lower case, without a leading dot
        std::pair<QHostAddress, int> network{QHostAddress(), -1};
        int port = -1;
    };
    static Exception parseException(const QString &entry);
    bool isDirect(const QUrl &url) const;

    QUrl m_http;
    QUrl m_https;
    QList<Exception> m_exceptions;
    bool m_allDirect = false;
};

} // namespace imagebuilder::http
