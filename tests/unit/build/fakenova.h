// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/cloud.h"
#include "support/fakeclock.h"
#include "support/httpserver.h"

namespace imagebuilder::testing {

/// A cloud whose Keystone lets everybody in, and whose Nova has one server, "s", that looks different each time.
class FakeNova
{
public:
    /// One answer about the server.
    struct Look
    {
        int status = 200;
        QByteArray server = R"("status": "ACTIVE")"; ///< members of its JSON object besides id and name
    };

    /// The looks in their order; the last one stays.
    explicit FakeNova(QList<Look> looks);
    FakeNova(); ///< the same look each time
    /// Lets what was stopped come to its end first.
    ~FakeNova();
    FakeNova(const FakeNova &) = delete;
    FakeNova &operator=(const FakeNova &) = delete;

    openstack::Cloud &cloud() { return *m_cloud; }
    /// Sleeps end at once and move it.
    FakeClock &clock() { return m_clock; }
    /// How often anybody looked.
    qsizetype looks() const;

private:
    HttpAnswer reply(const HttpRequest &request);

    QList<Look> m_looks;
    FakeClock m_clock;
    HttpServer m_server;
    std::unique_ptr<openstack::Cloud> m_cloud;
};

} // namespace imagebuilder::testing
