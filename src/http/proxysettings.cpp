// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/proxysettings.h"

#include <QtCore/QRegularExpression>

#include <algorithm>

namespace imagebuilder::http {

namespace {

constexpr int proxyPort = 1080; // curl's, where the address names none

QString variable(const QProcessEnvironment &environment, const QString &name)
{
    const auto value = environment.value(name).trimmed();
    return value.isEmpty() ? environment.value(name.toUpper()).trimmed() : value;
}

Result<QUrl> proxyUrl(const QProcessEnvironment &environment, const QString &name)
{
    const auto text = variable(environment, name);
    if (text.isEmpty())
        return QUrl();
    auto url = QUrl(text.contains(QStringLiteral("://")) ? text : QStringLiteral("http://") + text);
    if (!url.isValid() || url.host().isEmpty() || url.scheme() != u"http")
        return failure(ErrorKind::Config, QStringLiteral("the proxy in the environment variable %1 cannot be used: it "
                                                         "must look like http://HOST:PORT")
                                              .arg(name));
    return url;
}

int effectivePort(const QUrl &url)
{
    return url.port(url.scheme() == u"https" ? 443 : 80);
}

QNetworkProxy proxyAt(const QUrl &proxy, bool tunnel)
{
    return QNetworkProxy(tunnel ? QNetworkProxy::HttpProxy : QNetworkProxy::HttpCachingProxy, proxy.host(),
                         static_cast<quint16>(proxy.port(proxyPort)), proxy.userName(QUrl::FullyDecoded),
                         proxy.password(QUrl::FullyDecoded));
}

} // namespace

Result<ProxySettings> ProxySettings::fromEnvironment(const QProcessEnvironment &environment)
{
    ProxySettings settings;
    IB_TRY(settings.m_http, proxyUrl(environment, QStringLiteral("http_proxy")));
    IB_TRY(settings.m_https, proxyUrl(environment, QStringLiteral("https_proxy")));
    static const QRegularExpression separator(QStringLiteral("[,\\s]+"));
    const auto entries = variable(environment, QStringLiteral("no_proxy")).split(separator, Qt::SkipEmptyParts);
    for (const auto &entry : entries) {
        if (entry == u"*")
            settings.m_allDirect = true;
        else
            settings.m_exceptions << parseException(entry);
    }
    return settings;
}

ProxySettings::Exception ProxySettings::parseException(const QString &entry)
{
    Exception exception;
    auto host = entry.toLower();
    static const QRegularExpression withPort(QStringLiteral("^(\\[.*\\]|[^:]*):(\\d+)$"));
    if (const auto match = withPort.match(host); match.hasMatch()) {
        exception.port = match.captured(2).toInt();
        host = match.captured(1);
    }
    if (host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']')))
        host = host.sliced(1, host.size() - 2);
    const auto address = QHostAddress(host);
    if (!address.isNull())
        exception.network = {address, address.protocol() == QAbstractSocket::IPv6Protocol ? 128 : 32};
    else if (host.contains(QLatin1Char('/')))
        exception.network = QHostAddress::parseSubnet(host);
    else if (host.startsWith(QStringLiteral("*.")))
        exception.domain = host.sliced(2);
    else
        exception.domain = host.startsWith(QLatin1Char('.')) ? host.sliced(1) : host;
    return exception;
}

bool ProxySettings::isDirect(const QUrl &url) const
{
    const auto host = url.host().toLower();
    const auto address = QHostAddress(host);
    if (m_allDirect || host == u"localhost" || address.isLoopback())
        return true;
    return std::ranges::any_of(m_exceptions, [&](const Exception &exception) {
        if (exception.port >= 0 && exception.port != effectivePort(url))
            return false;
        if (exception.domain.isEmpty())
            return exception.network.second >= 0 && !address.isNull() && address.isInSubnet(exception.network);
        return host == exception.domain || host.endsWith(QLatin1Char('.') + exception.domain);
    });
}

QNetworkProxy ProxySettings::proxyFor(const QUrl &url) const
{
    const bool tunnel = url.scheme() == u"https";
    const auto &proxy = tunnel ? m_https : m_http;
    if (proxy.isEmpty() || isDirect(url))
        return QNetworkProxy(QNetworkProxy::NoProxy);
    return proxyAt(proxy, tunnel);
}

} // namespace imagebuilder::http
