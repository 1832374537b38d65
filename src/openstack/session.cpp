// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/session.h"

#include "base/json.h"
#include "http/retry.h"
#include "openstack/apierror.h"
#include "openstack/discovery/servicedirectory.h"
#include "openstack/discovery/versions.h"
#include "openstack/identity/tokenkeeper.h"

namespace imagebuilder::openstack {

namespace {

using Send = std::function<Task<Result<http::Response>>(http::Request, std::stop_token)>;

http::Request requestFor(const Call &call, const Service &service, const Token &token)
{
    http::Request request;
    request.method = call.method;
    request.url = below(service.url, call.path);
    if (!call.query.isEmpty())
        request.url.setQuery(call.query);
    request.headers = {{"X-Auth-Token", token.value.reveal()},
                       {"Accept", "application/json, */*;q=0.5"},
                       {"User-Agent", "imagebuilder/" IMAGEBUILDER_VERSION}};
    if (!call.body.isEmpty() || call.contentType != Call().contentType)
        request.headers.append({"Content-Type", call.contentType});
    const auto wished = Microversion::parse(QString::fromLatin1(call.microversion));
    if (wished && service.range) {
        const auto version = service.range->nearest(*wished).text();
        request.headers.append({"OpenStack-API-Version", call.service.toLatin1() + ' ' + version});
        if (call.service == QStringLiteral("compute"))
            request.headers.append({"X-OpenStack-Nova-API-Version", version}); // all that Nova knew before 2.27
    }
    request.body = call.body;
    request.repeatable = call.repeatable;
    return request;
}

Error refusal(http::Response answer, const Call &call, const Token &token)
{
    answer.body.replace(token.value.reveal(), "•••");
    return apiError(answer,
                    QStringLiteral("%1 %2 (%3)").arg(QString::fromLatin1(call.method), call.path, call.service));
}

} // namespace

struct Session::State
{
    State(CloudConfig cloud, http::Transport &network, Clock &clock)
        : config(std::move(cloud)), transport(network, clock), tokens(config.credentials, transport, clock),
          services(config, transport)
    {
    }

    Task<Result<http::Response>> attempt(Call call, TokenKeeper::TokenPointer token, Send send, std::stop_token stop);
    Task<Result<http::Response>> exchange(Call call, TokenUse use, Send send, int attempts, std::stop_token stop);
    template <typename T> Result<T> here(Result<T> result) const
    {
        return inContext(std::move(result), QStringLiteral("cloud \"%1\"").arg(config.name));
    }

    CloudConfig config;
    http::RetryingTransport transport;
    TokenKeeper tokens;
    ServiceDirectory services;
};

Task<Result<http::Response>> Session::State::attempt(Call call, TokenKeeper::TokenPointer token, Send send,
                                                     std::stop_token stop)
{
    IB_CO_TRY(const auto service, co_await services.find(call.service, token, stop));
    auto request = requestFor(call, service, *token);
    co_return co_await send(std::move(request), stop);
}

/// A 401 to the first of several attempts renews the token; the bodies of calls are sent again as they were.
Task<Result<http::Response>> Session::State::exchange(Call call, TokenUse use, Send send, int attempts,
                                                      std::stop_token stop)
{
    for (int left = attempts; left > 0; --left) {
        auto token = co_await tokens.token(use, stop);
        if (!token)
            co_return here(Result<http::Response>(failure(token.error())));
        auto answer = co_await attempt(call, *token, send, stop);
        if (answer && answer->status == 401)
            tokens.refuse(*token);
        if (answer && answer->status == 401 && left > 1)
            continue;
        if (answer && answer->status >= 400)
            answer = failure(refusal(*std::move(answer), call, **token));
        co_return here(std::move(answer));
    }
    co_return failure(ErrorKind::Internal, QStringLiteral("a call without an attempt"));
}

Session::Session(CloudConfig config, http::Transport &transport, Clock &clock)
    : m_state(std::make_unique<State>(std::move(config), transport, clock))
{
}

Session::~Session() = default;

Task<Result<http::Response>> Session::call(Call call, std::stop_token stop)
{
    auto send = [&transport = m_state->transport](http::Request request, std::stop_token token) {
        return transport.send(std::move(request), std::move(token));
    };
    return m_state->exchange(std::move(call), TokenUse::Call, std::move(send), 2, std::move(stop));
}

Task<Result<http::Response>> Session::download(Call call, std::shared_ptr<http::BodySink> sink, std::stop_token stop)
{
    auto send = [&transport = m_state->transport, sink = std::move(sink)](http::Request request,
                                                                          std::stop_token token) {
        return transport.download(std::move(request), sink, std::move(token));
    };
    return m_state->exchange(std::move(call), TokenUse::Transfer, std::move(send), 2, std::move(stop));
}

Task<Result<http::Response>> Session::upload(Call call, std::shared_ptr<http::BodySource> source, qint64 length,
                                             std::stop_token stop)
{
    auto send = [&transport = m_state->transport, source = std::move(source), length](http::Request request,
                                                                                      std::stop_token token) {
        return transport.upload(std::move(request), source, length, std::move(token));
    };
    return m_state->exchange(std::move(call), TokenUse::Transfer, std::move(send), 1, std::move(stop));
}

Task<Result<QString>> Session::projectId(std::stop_token stop)
{
    const auto token = co_await m_state->tokens.token(TokenUse::Call, stop);
    if (!token)
        co_return m_state->here(Result<QString>(failure(token.error())));
    const auto id = (*token)->projectId;
    if (id.isEmpty())
        co_return m_state->here(Result<QString>(
            failure(ErrorKind::Config, QStringLiteral("the login is for no project; name one in clouds.yaml"))));
    co_return id;
}

Task<Result<LoginFacts>> Session::login(std::stop_token stop)
{
    const auto token = co_await m_state->tokens.token(TokenUse::Call, stop);
    if (!token)
        co_return m_state->here(Result<LoginFacts>(failure(token.error())));
    LoginFacts facts{.passwordExpires = (*token)->passwordExpires, .applicationCredentialExpires = {}};
    if ((*token)->issued.isValid())
        facts.ahead = milliseconds((*token)->issued.msecsTo((*token)->received));
    if ((*token)->applicationCredential.isEmpty())
        co_return facts;
    Call ask;
    ask.service = QStringLiteral("identity");
    ask.path =
        QStringLiteral("/users/%1/application_credentials/%2").arg((*token)->userId, (*token)->applicationCredential);
    const auto answer = co_await call(ask, stop);
    if (!answer)
        co_return std::unexpected(answer.error());
    IB_CO_TRY(const auto body, parseJsonObject(answer->body, QStringLiteral("Keystone's answer")));
    const JsonReader credential(body.value(QStringLiteral("application_credential")).toObject(), {});
    facts.applicationCredentialExpires = credential.timeOr(QStringLiteral("expires_at"));
    co_return facts;
}

Task<Result<QUrl>> Session::endpoint(QString service, std::stop_token stop)
{
    const auto token = co_await m_state->tokens.token(TokenUse::Call, stop);
    if (!token)
        co_return m_state->here(Result<QUrl>(failure(token.error())));
    const auto found = co_await m_state->services.find(service, *token, stop);
    co_return m_state->here(found.transform([](const Service &known) { return known.url; }));
}

Task<Result<std::optional<EndpointWish>>> Session::placeOf(QString service, QUrl endpoint, QString interface,
                                                           std::stop_token stop)
{
    const auto token = co_await m_state->tokens.token(TokenUse::Call, stop);
    if (!token)
        co_return m_state->here(Result<std::optional<EndpointWish>>(failure(token.error())));
    co_return openstack::placeOf((*token)->catalog, service, endpoint, interface);
}

const CloudConfig &Session::config() const
{
    return m_state->config;
}

} // namespace imagebuilder::openstack
