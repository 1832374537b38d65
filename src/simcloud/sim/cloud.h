// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "simcloud/image/imagestore.h"
#include "simcloud/sim/options.h"
#include "simcloud/sim/requestlog.h"
#include "simcloud/sim/router.h"
#include "simcloud/sim/steering.h"
#include "simcloud/sim/timeline.h"
#include "simcloud/vm/vmhost.h"
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
    const ImageStore &store() const { return m_store; }
    Timeline &timeline() { return m_timeline; }
    Steering &steering() { return m_steering; }
    RequestLog &requestLog() { return m_requestLog; }
    /// Only without mutex() held.
    VmHost &vms() { return m_vms; }
    std::mutex &mutex() { return m_mutex; }
    /// Only with mutex() held.
    State &state() { return m_state; }

private:
    /// With the faults and holds that tests asked for.
    Response answer(Request &request);
    Response steered(Request &request);
    Response handle(Request &request);
    /// The name of the project that the request's token is for.
    QString projectOf(const Request &request);
    Result<void> writeCloudsYaml() const;

    Options m_options;
    QString m_url;
    std::mutex m_mutex;
    State m_state;
    ImageStore m_store;
    VmHost m_vms;
    Timeline m_timeline;
    Steering m_steering;
    RequestLog m_requestLog;
    Router m_router;
    WebServer m_server;
};

} // namespace imagebuilder::simcloud
