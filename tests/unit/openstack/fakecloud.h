// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/networktransport.h"
#include "openstack/session.h"
#include "support/fakeclock.h"
#include "support/httpserver.h"

#include <QtCore/QHash>

namespace imagebuilder::openstack {

/// A Keystone whose tokens count up (token-1, token-2, …), whatever answers a test gives for other services, and a
/// session that is to log in there: real HTTP, and a clock that the test moves.
class FakeCloud
{
public:
    using Answer = testing::HttpAnswer;
    using Request = testing::HttpRequest;

    FakeCloud();

    /// The answers to "GET /compute/v2.1/servers", one after the other; the last one stays. Queries are not looked at.
    void on(const QByteArray &call, const QList<Answer> &answers);
    void on(const QByteArray &call, const QByteArray &json, int status = 200) { on(call, {answer(json, status)}); }
    static Answer answer(const QByteArray &body, int status = 200, testing::HttpHeaders headers = {});
    /// From now on services refuse all tokens but this one; empty: they take any.
    void takeOnly(const QByteArray &token);
    /// Endpoints of the catalog: service, region, path below this server.
    void offer(const QList<std::array<QString, 3>> &endpoints);
    void setTokenLife(seconds life);

    /// What came for a call, or at all.
    QList<Request> requests(const QByteArray &call = {}) const;
    qsizetype logins() const { return requests("POST /identity/v3/auth/tokens").size(); }

    /// Made at the first use; change `config` before.
    Session &session();

    CloudConfig config;
    testing::FakeClock clock;

private:
    Answer reply(const Request &request);
    Answer login();

    mutable QMutex m_mutex; ///< the server answers in its own thread
    QHash<QByteArray, QList<Answer>> m_answers;
    QByteArray m_onlyToken;
    QList<std::array<QString, 3>> m_endpoints;
    seconds m_life{24 * 3600};
    int m_tokens = 0;
    testing::HttpServer m_server;
    std::unique_ptr<http::Transport> m_transport;
    std::unique_ptr<Session> m_session;
};

} // namespace imagebuilder::openstack
