// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/networktransport.h"

#include "http/exchange.h"
#include "http/exchangelog.h"
#include "http/failures.h"
#include "http/proxysettings.h"
#include "http/redirect.h"
#include "http/singleexchange.h"
#include "http/tlsconfiguration.h"

namespace imagebuilder::http {

namespace {

/// Asks the environment's settings for each request's proxy.
class ProxyFactory final : public QNetworkProxyFactory
{
public:
    explicit ProxyFactory(ProxySettings settings) : m_settings(std::move(settings)) {}
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return {m_settings.proxyFor(query.url())};
    }

private:
    ProxySettings m_settings;
};

/// A body that is in memory already.
class BytesSource final : public BodySource
{
public:
    explicit BytesSource(QByteArray bytes) : m_bytes(std::move(bytes)) {}
    Task<Result<QByteArray>> read(qint64 most, std::stop_token) override
    {
        auto piece = m_bytes.first(std::min(most, static_cast<qint64>(m_bytes.size())));
        m_bytes.remove(0, piece.size());
        co_return piece;
    }

private:
    QByteArray m_bytes;
};

Task<Result<Response>> receive(std::shared_ptr<Exchange> exchange, Request request, std::stop_token stop)
{
    IB_CO_TRY(auto response, co_await Exchange::head(exchange, stop));
    while (true) {
        IB_CO_TRY(const auto piece, co_await Exchange::read(exchange, stop));
        if (piece.isEmpty())
            co_return response;
        if (exchange->received() > request.maxBody)
            co_return failure(tooLarge(request));
        response.body += piece;
    }
}

} // namespace

struct NetworkTransport::Private
{
    QSslConfiguration tls;
    ProxySettings proxies;
    const Clock &clock;
    std::shared_ptr<QNetworkAccessManager> manager = std::make_shared<QNetworkAccessManager>();

    static Task<Result<Response>> once(std::shared_ptr<Private> parts, std::shared_ptr<SingleExchange> exchange,
                                       std::stop_token stop);
    static Task<Result<Response>> attempt(std::shared_ptr<Private> parts, Request request,
                                          std::shared_ptr<BodySink> sink, std::stop_token stop);
    static Task<Result<Response>> follow(std::shared_ptr<Private> parts, Request request,
                                         std::shared_ptr<BodySink> sink, std::stop_token stop);
};

Result<std::unique_ptr<NetworkTransport>> NetworkTransport::make(TransportOptions options, const Clock &clock)
{
    IB_TRY(auto tls, tlsConfiguration(options));
    IB_TRY(auto proxies, ProxySettings::fromEnvironment(QProcessEnvironment::systemEnvironment()));
    auto parts = std::make_shared<Private>(std::move(tls), proxies, clock);
    parts->manager->setProxyFactory(new ProxyFactory(std::move(proxies)));
    return std::unique_ptr<NetworkTransport>(new NetworkTransport(std::move(parts)));
}

NetworkTransport::NetworkTransport(std::shared_ptr<Private> parts) : m_private(std::move(parts)) {}
NetworkTransport::~NetworkTransport() = default;

Task<Result<Response>> NetworkTransport::Private::once(std::shared_ptr<Private> parts,
                                                       std::shared_ptr<SingleExchange> exchange, std::stop_token stop)
{
    ExchangeLog log(exchange->request, parts->clock);
    exchange->tls = parts->tls;
    exchange->proxy = parts->proxies.proxyFor(exchange->request.url);
    const auto result = co_await exchangeOnce(exchange, std::move(stop));
    log.end(result, exchange->received);
    co_return result;
}

Task<Result<Response>> NetworkTransport::Private::attempt(std::shared_ptr<Private> parts, Request request,
                                                          std::shared_ptr<BodySink> sink, std::stop_token stop)
{
    if (sink || !request.repeatable) {
        auto single = std::make_shared<SingleExchange>(std::move(request));
        single->length = single->request.body.size();
        single->source = std::make_shared<BytesSource>(single->request.body);
        single->sink = std::move(sink);
        co_return co_await once(std::move(parts), std::move(single), std::move(stop));
    }
    ExchangeLog log(request, parts->clock);
    auto exchange = std::make_shared<Exchange>(parts->manager, request, parts->tls);
    const auto result = co_await receive(exchange, std::move(request), std::move(stop));
    log.end(result, exchange->received());
    co_return result;
}

Task<Result<Response>> NetworkTransport::Private::follow(std::shared_ptr<Private> parts, Request request,
                                                         std::shared_ptr<BodySink> sink, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return failure(cancelled());
    while (true) {
        IB_CO_TRY(auto response, co_await attempt(parts, request, sink, stop));
        IB_CO_TRY(auto next, redirected(request, response));
        if (!next)
            co_return response;
        request = *std::move(next);
    }
}

Task<Result<Response>> NetworkTransport::send(Request request, std::stop_token stop)
{
    return Private::follow(m_private, std::move(request), nullptr, std::move(stop));
}

Task<Result<Response>> NetworkTransport::download(Request request, std::shared_ptr<BodySink> sink, std::stop_token stop)
{
    return Private::follow(m_private, std::move(request), std::move(sink), std::move(stop));
}

Task<Result<Response>> NetworkTransport::upload(Request request, std::shared_ptr<BodySource> source, qint64 length,
                                                std::stop_token stop)
{
    auto exchange = std::make_shared<SingleExchange>(std::move(request), std::move(source), length);
    return Private::once(m_private, std::move(exchange), std::move(stop));
}

} // namespace imagebuilder::http
