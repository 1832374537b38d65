// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "simcloud/image/imagestore.h"
#include "simcloud/sim/options.h"
#include "simcloud/sim/router.h"
#include "simcloud/sim/timeline.h"
#include "simcloud/web/webserver.h"

namespace imagebuilder::simcloud {

/// The simulated OpenStack: the state, what happens to it by itself, and the HTTP server in front.
class Cloud
{
public:
    explicit Cloud(Options options);
    ~Cloud();
    Cloud(const Cloud &) = delete;
    Cloud &operator=(const Cloud &) = delete;

    /// Takes the port, fills the state and writes clouds.yaml.
    Result<void> start();
    /// Serves until stop(), which another thread or a handler calls.
    void run();
    void stop();

    const Options &options() const { return m_options; }
    /// "http://127.0.0.1:PORT"
    const QString &url() const { return m_url; }
    QString cloudsYaml() const { return m_options.folder + QStringLiteral("/clouds.yaml"); }
    ImageStore &store() { return m_store; }
    Timeline &timeline() { return m_timeline; }
    std::mutex &mutex() { return m_mutex; }
    /// Only with mutex() held.
    State &state() { return m_state; }

private:
    Response answer(Request &request);
    Response handle(Request &request);
    Result<void> writeCloudsYaml() const;

    Options m_options;
    QString m_url;
    std::mutex m_mutex;
    State m_state;
    ImageStore m_store;
    Timeline m_timeline;
    Router m_router;
    WebServer m_server;
};

} // namespace imagebuilder::simcloud
