// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "buildsite.h"

#include "base/ids.h"
#include "http/networktransport.h"
#include "openstack/cloudsconfig.h"

#include <QtCore/QCoreApplication>

namespace imagebuilder::testing {

namespace {

template <typename T> T must(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().message()));
    return std::move(*result);
}

} // namespace

QJsonObject BuildPlace::toJson() const
{
    return {{"clouds", cloudsYaml}, {"folder", folder},    {"mirror", mirror},
            {"ssh-user", sshUser},  {"ssh-port", sshPort}, {"wish", wish}};
}

BuildPlace BuildPlace::fromJson(const QJsonObject &json)
{
    return {.cloudsYaml = json.value("clouds").toString(),
            .folder = json.value("folder").toString(),
            .mirror = json.value("mirror").toString(),
            .sshUser = json.value("ssh-user").toString(),
            .sshPort = json.value("ssh-port").toInt(),
            .wish = json.value("wish").toObject()};
}

BuildSite::BuildSite(const BuildPlace &place, const QStringList &consumers)
    : m_consumers(consumers), m_wish(place.wish),
      m_journal(must(
          store::Journal::open(place.folder + QStringLiteral("/state"), store::Journal::Access::ReadWrite, m_clock))),
      m_mirror(must(http::NetworkTransport::make({}, m_clock)))
{
    const images::SourceOptions source{.mirror = QUrl::fromLocalFile(place.mirror),
                                       .keyring = place.mirror + QStringLiteral("/keyring.gpg"),
                                       .cacheFolder = place.folder + QStringLiteral("/cache")};
    m_source = std::make_unique<images::BaseImageSource>(source, *m_mirror, m_clock);
    auto *const builder = open(place, QStringLiteral("builder"));
    const auto keyPath = place.folder + QStringLiteral("/builder_key");
    build::Options options{.sshUser = place.sshUser, .sshPort = place.sshPort};
    options.bootDeadline = std::chrono::minutes(10);
    m_site = std::make_unique<build::Site>(build::Site{
        .journal = *m_journal,
        .clock = m_clock,
        .cloud = *builder,
        .watcher = *m_watchers.at(QStringLiteral("builder")),
        .deployment = m_journal->deployment(),
        .key = must(QCoro::waitFor(ssh::ensureKeyFiles(keyPath, QStringLiteral("test"), {}))),
        .source = *m_source,
        .events = [this](const build::Event &event) { m_events << event.step + QStringLiteral(": ") + event.text; },
        .options = options,
        .lockFolder = place.folder + QStringLiteral("/locks"),
    });
    for (const auto &consumer : consumers) {
        m_site->consumers.insert(consumer, open(place, consumer));
        m_site->consumerWatchers.insert(consumer, m_watchers.at(consumer).get());
    }
}

BuildSite::~BuildSite()
{
    m_watchers.clear();
    QCoreApplication::sendPostedEvents(); // as Backend does
}

openstack::Cloud *BuildSite::open(const BuildPlace &place, const QString &name)
{
    auto &cloud = m_clouds[name];
    if (!cloud) {
        openstack::CloudsSearch search;
        search.environment.insert(QStringLiteral("OS_CLIENT_CONFIG_FILE"), place.cloudsYaml);
        const auto clouds = must(openstack::CloudsConfig::load(search));
        const auto config = must(clouds.cloud(name));
        auto transport = must(http::NetworkTransport::make(config.transport, m_clock));
        cloud = std::make_unique<openstack::Cloud>(config, std::move(transport), m_clock);
        m_watchers[name] = std::make_unique<build::Watcher>(*cloud, m_clock);
    }
    return cloud.get();
}

build::Request BuildSite::request() const
{
    build::Request request;
    request.imageName = QStringLiteral("app-noble-x64");
    request.release = must(images::findRelease(QStringLiteral("noble")));
    request.arch = must(images::findArch(QStringLiteral("x64")));
    request.prefix = QStringLiteral("app");
    request.userData = "#!/bin/sh\necho made by a test >/etc/made-by\necho imagebuilder: runner 2.330.0\n";
    request.consumers = m_consumers;
    request.flavor = m_wish.value("flavor").toString();
    request.network = m_wish.value("network").toString();
    request.availabilityZone = m_wish.value("availability-zone").toString();
    request.volumeType = m_wish.value("volume-type").toString();
    request.volumeGiB = m_wish.value("volume-size").toInt();
    request.ipVersion = m_wish.value("ip-version").toInt();
    request.floatingNetwork = m_wish.value("floating-network").toString();
    if (m_wish.contains("distribution"))
        request.distribution.usual = must(build::wayNamed(m_wish.value("distribution").toString()));
    request.verify = m_wish.value("verify").toBool();
    return request;
}

build::ProgressPtr BuildSite::begun()
{
    auto build = std::make_shared<build::Progress>();
    build->id = newBuildId();
    build->request = request();
    const auto added = m_journal->addBuild(
        {.id = build->id, .imageName = build->request.imageName, .base = "noble", .arch = "x64", .cloud = "builder"});
    if (!added)
        qFatal("%s", qPrintable(added.error().message()));
    return build;
}

std::optional<store::BuildRecord> BuildSite::openBuild() const
{
    const auto open = must(m_journal->openBuilds());
    return open.isEmpty() ? std::nullopt : std::optional(open.first());
}

} // namespace imagebuilder::testing
