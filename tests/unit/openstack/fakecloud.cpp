// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "fakecloud.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace imagebuilder::openstack {

namespace {

/// "GET /path", without the query.
QByteArray callOf(const testing::HttpRequest &request)
{
    const auto query = request.target.indexOf('?');
    return request.method + ' ' + (query < 0 ? request.target : request.target.first(query));
}

} // namespace

FakeCloud::FakeCloud() : m_server([this](const Request &request) { return reply(request); })
{
    config.name = QStringLiteral("test");
    config.credentials.authUrl = m_server.url(QStringLiteral("/identity/v3"));
    config.credentials.userName = QStringLiteral("builder");
    config.credentials.password = Secret(QByteArray("s3cret"));
    config.credentials.projectName = QStringLiteral("images");
    const auto region = QStringLiteral("RegionOne");
    offer({{QStringLiteral("compute"), region, QStringLiteral("/compute/v2.1")},
           {QStringLiteral("image"), region, QStringLiteral("/image/v2")},
           {QStringLiteral("network"), region, QStringLiteral("/network/v2.0")}});
    on("GET /compute/v2.1", R"({"version": {"id": "v2.1", "version": "2.93", "min_version": "2.1"}})");
}

FakeCloud::Answer FakeCloud::answer(const QByteArray &body, int status, testing::HttpHeaders headers)
{
    if (!body.startsWith('<'))
        headers.emplaceBack("Content-Type", "application/json");
    return {.status = status, .headers = headers, .body = body};
}

void FakeCloud::on(const QByteArray &call, const QList<Answer> &answers)
{
    const QMutexLocker lock(&m_mutex);
    m_answers.insert(call, answers);
}

void FakeCloud::takeOnly(const QByteArray &token)
{
    const QMutexLocker lock(&m_mutex);
    m_onlyToken = token;
}

void FakeCloud::offer(const QList<std::array<QString, 3>> &endpoints)
{
    const QMutexLocker lock(&m_mutex);
    m_endpoints = endpoints;
}

void FakeCloud::setTokenLife(seconds life)
{
    const QMutexLocker lock(&m_mutex);
    m_life = life;
}

QList<FakeCloud::Request> FakeCloud::requests(const QByteArray &call) const
{
    auto found = m_server.requests();
    if (!call.isEmpty())
        found.removeIf([&call](const Request &request) { return callOf(request) != call; });
    return found;
}

Session &FakeCloud::session()
{
    if (!m_session) {
        m_transport = *http::NetworkTransport::make({}, clock);
        m_session = std::make_unique<Session>(config, *m_transport, clock);
    }
    return *m_session;
}

FakeCloud::Answer FakeCloud::reply(const Request &request)
{
    const QMutexLocker lock(&m_mutex);
    const auto call = callOf(request);
    const bool isLogin = call == "POST /identity/v3/auth/tokens";
    if (!isLogin && !m_onlyToken.isEmpty() && request.header("X-Auth-Token") != m_onlyToken)
        return answer(R"({"error": {"code": 401, "message": "The request you have made requires authentication."}})",
                      401);
    const auto known = m_answers.find(call);
    if (known == m_answers.end())
        return isLogin ? login() : answer("<html><h1>404 Not Found</h1>Nothing here.</html>", 404);
    if (known->size() == 1)
        return known->constFirst();
    return known->takeFirst();
}

FakeCloud::Answer FakeCloud::login()
{
    QJsonArray catalog;
    for (const auto &[service, region, path] : std::as_const(m_endpoints)) {
        const QJsonObject endpoint{
            {"interface", "public"}, {"region_id", region}, {"url", m_server.url(path).toString()}};
        catalog.append(QJsonObject{{"type", service}, {"endpoints", QJsonArray{endpoint}}});
    }
    const auto issued = QDateTime(QDate(2026, 1, 1), QTime(0, 0), QTimeZone::UTC);
    const QJsonObject token{{"issued_at", issued.toString(Qt::ISODate)},
                            {"expires_at", issued.addSecs(m_life.count()).toString(Qt::ISODate)},
                            {"project", QJsonObject{{"id", "project-id"}}},
                            {"catalog", catalog}};
    const auto body = QJsonDocument(QJsonObject{{"token", token}}).toJson(QJsonDocument::Compact);
    return answer(body, 201, {{"X-Subject-Token", "token-" + QByteArray::number(++m_tokens)}});
}

} // namespace imagebuilder::openstack
