// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/identity/login.h"

#include "http/exchangelog.h"
#include "openstack/apierror.h"
#include "openstack/discovery/discover.h"
#include "openstack/discovery/versions.h"
#include "openstack/identity/authcodec.h"
#include "openstack/identity/tokencodec.h"

namespace imagebuilder::openstack {

namespace {

http::Request loginRequest(const QUrl &keystone, const Credentials &credentials)
{
    http::Request request;
    request.method = "POST";
    request.url = below(keystone, QStringLiteral("/auth/tokens"));
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    request.body = authBody(credentials);
    request.repeatable = true; // a login makes nothing that would have to be removed
    return request;
}

/// Keystone should never say a secret back; what is not there cannot be shown.
QByteArray withoutSecrets(QByteArray body, const Credentials &credentials)
{
    for (const auto &secret : {credentials.password, credentials.token, credentials.applicationCredentialSecret}) {
        if (!secret.isEmpty())
            body.replace(secret.reveal(), "•••");
    }
    return body;
}

Error refusal(http::Response answer, const QUrl &url, const Credentials &credentials)
{
    answer.body = withoutSecrets(answer.body, credentials);
    const auto tried = QStringLiteral("the login of %1 at %2").arg(shownLogin(credentials), http::shownUrl(url));
    auto error = apiError(answer, tried);
    const bool misleading = error.kind() == ErrorKind::NotFound || error.kind() == ErrorKind::Conflict;
    if (!misleading)
        return error;
    return Error(ErrorKind::Config, error.text() + QStringLiteral("; is auth_url a Keystone v3?"))
        .withRequestId(error.requestId())
        .withHttpStatus(error.httpStatus());
}

} // namespace

Task<Result<Token>> logIn(http::Transport &transport, const Clock &clock, Credentials credentials, std::stop_token stop)
{
    const auto service = QStringLiteral("identity");
    IB_CO_TRY(const auto keystone, co_await discover(transport, credentials.authUrl, service, Secret(), stop));
    const auto request = loginRequest(keystone.url, credentials);
    IB_CO_TRY(auto answer, co_await transport.send(request, stop));
    if (!answer.ok())
        co_return failure(refusal(std::move(answer), request.url, credentials));
    co_return parseToken(answer.body, Secret(answer.header("X-Subject-Token")), clock.now());
}

} // namespace imagebuilder::openstack
