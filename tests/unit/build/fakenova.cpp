// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "fakenova.h"

#include "http/networktransport.h"

#include <QtCore/QCoreApplication>

namespace imagebuilder::testing {

FakeNova::FakeNova() : FakeNova(QList<Look>{Look()}) {}

FakeNova::FakeNova(QList<Look> looks)
    : m_looks(std::move(looks)), m_server([this](const HttpRequest &request) { return reply(request); })
{
    m_clock.setAutoAdvance(true);
    openstack::CloudConfig config;
    config.name = QStringLiteral("test");
    config.credentials.authUrl = m_server.url(QStringLiteral("/v3"));
    config.credentials.userName = QStringLiteral("builder");
    config.credentials.password = Secret(QByteArrayLiteral("pw"));
    config.credentials.projectName = QStringLiteral("p");
    auto transport = http::NetworkTransport::make({}, m_clock);
    m_cloud = std::make_unique<openstack::Cloud>(config, std::move(*transport), m_clock);
}

FakeNova::~FakeNova()
{
    constexpr int turns = 50; // more than a stopped call has queued steps
    for (int turn = 0; turn < turns; ++turn)
        QCoreApplication::processEvents();
}

qsizetype FakeNova::looks() const
{
    auto requests = m_server.requests();
    requests.removeIf([](const HttpRequest &request) { return !request.target.contains("/servers"); });
    return requests.size();
}

HttpAnswer FakeNova::reply(const HttpRequest &request)
{
    const HttpHeaders json{{"Content-Type", "application/json"}, {"X-Subject-Token", "t"}};
    if (request.method == "POST" && request.target.endsWith("/servers"))
        return {.status = 202, .headers = json, .body = R"({"server": {"id": "s"}})"};
    if (request.target.contains("/servers")) {
        const auto look = m_looks.size() > 1 ? m_looks.takeFirst() : m_looks.constFirst();
        const auto server = R"({"id": "s", "name": "s", )" + look.server + '}';
        const bool list = request.target.contains("/detail");
        const auto body = list ? R"({"servers": [)" + server + "]}" : R"({"server": )" + server + '}';
        return {.status = look.status, .headers = json, .body = body};
    }
    if (request.target.startsWith("/nova"))
        return {.headers = json, .body = R"({"version": {"id": "v2.1", "version": "2.93", "min_version": "2.1"}})"};
    const auto nova = m_server.url(QStringLiteral("/nova/v2.1")).toEncoded();
    return {.status = 201,
            .headers = json,
            .body = R"({"token": {"issued_at": "2026-01-01T00:00:00Z", "expires_at": "2036-01-01T00:00:00Z",
                        "project": {"id": "p"}, "catalog": [{"type": "compute", "endpoints":
                        [{"interface": "public", "region_id": "R", "url": ")" +
                    nova + R"("}]}]}})"};
}

} // namespace imagebuilder::testing
