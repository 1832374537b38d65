// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/buildlogs.h"
#include "app/buildprogress.h"
#include "app/settings.h"
#include "build/site.h"
#include "http/networktransport.h"
#include "http/retry.h"
#include "openstack/cloudsconfig.h"

namespace imagebuilder::app {

/// What tests and front ends put in place of the defaults.
struct Parts
{
    std::unique_ptr<Clock> clock; ///< null: the system's
    build::EventSink events;      ///< hears of everything that the logs hear of, and of progress
};

/// The composition root: the only place that constructs services. It owns them in the order they need each other, makes
/// each when it is first asked for (a list of builds needs no cloud, the id of an image no journal), and outlives all
/// tasks that use them.
class Backend
{
public:
    using Access = store::Journal::Access;

    /// Nothing is opened or sent yet.
    Backend(Settings settings, Access access, Parts parts = {});
    ~Backend();
    Backend(const Backend &) = delete;
    Backend &operator=(const Backend &) = delete;

    const Settings &settings() const { return m_settings; }
    Clock &clock() { return *m_clock; }

    /// The journal, opened as this backend's access says.
    Result<store::Journal *> journal();
    /// The cloud's name that `wanted` means: itself, else $OS_CLOUD, else the first of clouds.yaml.
    Result<QString> cloudName(const QString &wanted);
    /// A cloud by its exact name.
    Result<openstack::Cloud *> cloud(const QString &name);
    Result<build::Watcher *> watcher(const QString &name);
    Result<images::BaseImageSource *> baseImages();
    /// For what is neither a cloud's nor behind its certificate: mirrors, release pages, scripts.
    Result<http::Transport *> web();
    /// The deployment's key pair; made at the first call for writing, renewed when older than 90 days and no build
    /// runs.
    [[nodiscard]] Task<Result<ssh::KeyFiles>> keyFiles(std::stop_token stop);
    /// Where a build in `cloud` for these consumers happens; it must not outlive this backend.
    [[nodiscard]] Task<Result<std::shared_ptr<build::Site>>> site(QString cloud, QStringList consumers,
                                                                  std::stop_token stop);

    /// Hands an event to the logs and to whoever listens.
    void tell(const build::Event &event);
    build::EventSink events();

private:
    Result<openstack::CloudsConfig *> clouds();
    [[nodiscard]] Task<Result<void>> renewOldKey(QString comment, std::stop_token stop);

    Settings m_settings;
    Access m_access;
    build::EventSink m_listener;
    std::unique_ptr<Clock> m_clock;
    BuildLogs m_logs;
    BuildProgress m_progress;
    std::unique_ptr<store::Journal> m_journal;
    std::unique_ptr<openstack::CloudsConfig> m_clouds;
    std::unique_ptr<http::NetworkTransport> m_webNetwork;
    std::unique_ptr<http::RetryingTransport> m_web;
    std::unique_ptr<images::BaseImageSource> m_baseImages;
    std::map<QString, std::unique_ptr<openstack::Cloud>> m_openClouds;
    std::map<QString, std::unique_ptr<build::Watcher>> m_watchers;
};

} // namespace imagebuilder::app
