// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/backend.h"

#include "base/logging.h"
#include "build/buildlock.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>

namespace imagebuilder::app {

using build::Event;
using openstack::Cloud;

namespace {

constexpr auto keyLifetime = std::chrono::days(90);

bool isOld(const QString &keyFile, const Clock &clock)
{
    const QFileInfo file(keyFile);
    return file.exists() && file.lastModified().addDuration(keyLifetime) < clock.now();
}

} // namespace

Backend::Backend(Settings settings, Access access, Parts parts)
    : m_settings(std::move(settings)), m_access(access), m_listener(std::move(parts.events)),
      m_clock(parts.clock ? std::move(parts.clock) : std::make_unique<SystemClock>()),
      m_logs(m_settings.folders.log, *m_clock), m_progress(m_settings.folders.log, *m_clock)
{
}

Backend::~Backend()
{
    m_watchers.clear();
    // What was cancelled, by the watchers' end or earlier, ends in the event loop's next turn and needs all of this.
    QCoreApplication::sendPostedEvents();
}

void Backend::tell(const Event &event)
{
    if (m_access == Access::ReadWrite)
        m_progress.take(event);
    if (m_access == Access::ReadWrite && event.kind != Event::Kind::Progress) {
        m_logs.write(event);
        // The VM's lines and what is installed in it stay in the build's own files.
        const bool ofTheVm = event.kind == Event::Kind::Line || event.kind == Event::Kind::Manifest;
        if (event.build.isEmpty() || !ofTheVm)
            qCInfo(lcApp).noquote() << event.build << logText(event);
    }
    if (m_listener)
        m_listener(event);
}

build::EventSink Backend::events()
{
    return [this](const Event &event) {
        tell(event);
    };
}

Result<store::Journal *> Backend::journal()
{
    if (!m_journal) {
        IB_TRY(m_journal, store::Journal::open(m_settings.folders.state, m_access, *m_clock));
        if (!m_journal->warning().isEmpty())
            tell({.kind = Event::Kind::Warning, .text = m_journal->warning()});
    }
    return m_journal.get();
}

Result<openstack::CloudsConfig *> Backend::clouds()
{
    if (!m_clouds) {
        IB_TRY(auto loaded, openstack::CloudsConfig::load(m_settings.clouds));
        m_clouds = std::make_unique<openstack::CloudsConfig>(std::move(loaded));
    }
    return m_clouds.get();
}

Result<QString> Backend::cloudName(const QString &wanted)
{
    IB_TRY(auto *const config, clouds());
    return config->choose(wanted);
}

Result<Cloud *> Backend::cloud(const QString &name)
{
    if (const auto found = m_openClouds.find(name); found != m_openClouds.end())
        return found->second.get();
    IB_TRY(auto *const config, clouds());
    IB_TRY(auto settings, config->cloud(name));
    if (!settings.transport.verify)
        tell(
            {.kind = Event::Kind::Warning,
             .text = QStringLiteral("cloud %1 says verify: false, so its certificate is not checked and anybody on the "
                                    "way can read the password; better name its CA with cacert")
                         .arg(name)});
    IB_TRY(auto transport, http::NetworkTransport::make(settings.transport, *m_clock));
    auto made = std::make_unique<Cloud>(std::move(settings), std::move(transport), *m_clock);
    return m_openClouds.emplace(name, std::move(made)).first->second.get();
}

Result<build::Watcher *> Backend::watcher(const QString &name)
{
    IB_TRY(auto *const watched, cloud(name));
    auto &watcher = m_watchers[name];
    if (!watcher)
        watcher = std::make_unique<build::Watcher>(*watched, *m_clock, m_settings.build.pollInterval);
    return watcher.get();
}

Result<images::BaseImageSource *> Backend::baseImages()
{
    if (!m_baseImages) {
        IB_TRY(auto *const transport, web());
        m_baseImages = std::make_unique<images::BaseImageSource>(m_settings.source, *transport, *m_clock);
    }
    return m_baseImages.get();
}

Result<http::Transport *> Backend::web()
{
    if (!m_web) {
        IB_TRY(m_webNetwork, http::NetworkTransport::make({}, *m_clock));
        m_web = std::make_unique<http::RetryingTransport>(*m_webNetwork, *m_clock);
    }
    return m_web.get();
}

Task<Result<ssh::KeyFiles>> Backend::keyFiles(std::stop_token stop)
{
    IB_CO_TRY(const auto *const journal, journal());
    const auto comment = QStringLiteral("imagebuilder %1").arg(journal->deployment());
    IB_CO_CHECK(co_await renewOldKey(comment, stop));
    co_return co_await ssh::ensureKeyFiles(m_settings.keyFile(), comment, stop);
}

Task<Result<void>> Backend::renewOldKey(QString comment, std::stop_token stop)
{
    if (!isOld(m_settings.keyFile(), *m_clock))
        co_return Result<void>{};
    const auto work = QStringLiteral("key");
    IB_CO_TRY(const auto lock, co_await build::waitForLock(m_settings.lockFolder(), work, *m_clock, events(), stop));
    // A build's VM knows only the key that it was booted with.
    IB_CO_TRY(const auto open, m_journal->openBuilds());
    if (!open.isEmpty() || !isOld(m_settings.keyFile(), *m_clock))
        co_return Result<void>{};
    IB_CO_CHECK(co_await ssh::renewKeyFiles(m_settings.keyFile(), comment, stop));
    tell({.kind = Event::Kind::Line,
          .text = QStringLiteral("the key pair was older than 90 days; it is a new one now")});
    co_return Result<void>{};
}

Task<Result<std::shared_ptr<build::Site>>> Backend::site(QString cloudName, QStringList consumers, std::stop_token stop)
{
    IB_CO_TRY(auto *const journal, journal());
    IB_CO_TRY(auto *const buildCloud, cloud(cloudName));
    IB_CO_TRY(auto *const buildWatcher, watcher(cloudName));
    IB_CO_TRY(auto *const source, baseImages());
    QMap<QString, Cloud *> consumerClouds;
    QMap<QString, build::Watcher *> consumerWatchers;
    for (const auto &name : consumers) {
        IB_CO_TRY(consumerClouds[name], cloud(name));
        IB_CO_TRY(consumerWatchers[name], watcher(name));
    }
    IB_CO_TRY(auto key, co_await keyFiles(stop));
    co_return std::make_shared<build::Site>(build::Site{.journal = *journal,
                                                        .clock = *m_clock,
                                                        .cloud = *buildCloud,
                                                        .watcher = *buildWatcher,
                                                        .consumers = consumerClouds,
                                                        .consumerWatchers = consumerWatchers,
                                                        .deployment = journal->deployment(),
                                                        .key = std::move(key),
                                                        .source = *source,
                                                        .events = events(),
                                                        .options = m_settings.build,
                                                        .lockFolder = m_settings.lockFolder()});
}

} // namespace imagebuilder::app
