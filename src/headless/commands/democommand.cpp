// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/democommand.h"

#include "app/initcloud.h"
#include "app/latestimage.h"
#include "base/taskscope.h"
#include "headless/commands/runcommand.h"
#include "headless/demo/demomirror.h"
#include "headless/options/commonoptions.h"
#include "headless/output/amounts.h"
#include "headless/output/table.h"

#include <QtCore/QJsonArray>

#include <CLI/CLI.hpp>

namespace imagebuilder::headless {

namespace {

const QString builder = QStringLiteral("builder");
const QStringList demoConsumers{QStringLiteral("web"), QStringLiteral("batch")};
const QString prefix = QStringLiteral("demo");
// A minute of the cloud's time passes in half a second.
const QString timeScale = QStringLiteral("120");

Result<QList<images::Release>> demoReleases()
{
    IB_TRY(const auto noble, images::findRelease(QStringLiteral("noble")));
    IB_TRY(const auto jammy, images::findRelease(QStringLiteral("jammy")));
    return QList{noble, jammy};
}

QString imageName(const images::Release &release)
{
    return QStringLiteral("%1-%2-x64").arg(prefix, release.codename);
}

void say(Running &running, const QString &text)
{
    running.backend.tell({.text = text});
}

Task<Result<app::BuildResult>> buildOne(app::Backend &backend, images::Release release, images::Arch arch,
                                        std::stop_token stop)
{
    app::BuildOrder order{.cloud = builder, .trigger = QStringLiteral("demo")};
    order.request.imageName = imageName(release);
    order.request.release = release;
    order.request.arch = arch;
    order.request.prefix = prefix;
    order.request.consumers = demoConsumers;
    co_return co_await app::buildImage(backend, order, stop);
}

/// What each consumer sees in its own project, which is what counts.
Task<Result<Answer>> whoGotWhat(app::Backend &backend, QList<images::Release> releases, std::stop_token stop)
{
    QList<QStringList> rows{{"CONSUMER", "IMAGE", "ID", "STATUS", "SIZE"}};
    QJsonArray list;
    for (const auto &consumer : demoConsumers)
        for (const auto &release : releases) {
            const auto name = imageName(release);
            IB_CO_TRY(const auto image, co_await app::latestImage(backend, consumer, name, app::Latest::Any, stop));
            rows << (image ? QStringList{consumer, name, image->id, image->status, shownBytes(image->size)}
                           : QStringList{consumer, name, QStringLiteral("-"), QStringLiteral("missing")});
            list.append(QJsonObject{{"consumer", consumer}, {"image", name}, {"id", image ? image->id : QString()}});
        }
    co_return Answer{.text = shownTable(rows), .json = {{"images", list}}};
}

} // namespace

CLI::App *DemoCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("demo", "Try everything on a simulated cloud, in under a minute");
    command->add_flag("--keep", m_keep, "leave the cloud running until Ctrl-C, and say how to use it");
    addOutputOption(*command, invocation);
    addExample(*command, "imagebuilderd demo --keep");
    return command;
}

Result<void> DemoCommand::prepare(Invocation &invocation)
{
    const auto folder = m_folder.path();
    const auto mirror = folder + QStringLiteral("/mirror");
    IB_TRY(const auto releases, demoReleases());
    IB_TRY(const auto arch, images::findArch(QStringLiteral("x64")));
    IB_CHECK(makeDemoMirror(mirror, releases, arch));
    QStringList arguments{QStringLiteral("--folder"),     folder + QStringLiteral("/cloud"),
                          QStringLiteral("--mirror"),     mirror,
                          QStringLiteral("--time-scale"), timeScale};
    for (const auto &project : QStringList{builder} + demoConsumers)
        arguments << QStringLiteral("--accounts") << project;
    IB_TRY(m_simulator, Simulator::start(arguments));

    auto &settings = invocation.settings;
    settings.folders = {folder + QStringLiteral("/state"), folder + QStringLiteral("/cache"),
                        folder + QStringLiteral("/logs")};
    settings.clouds.environment = QProcessEnvironment();
    settings.clouds.environment.insert(QStringLiteral("OS_CLIENT_CONFIG_FILE"), m_simulator->cloudsYaml);
    settings.source.mirror = QUrl(m_simulator->url + QStringLiteral("/mirror"));
    settings.source.checkSignature = false;
    settings.source.cacheFolder = settings.folders.cache;
    settings.build.sshUser = m_simulator->sshUser;
    settings.build.sshPort = m_simulator->sshPort;
    return {};
}

QString DemoCommand::usage(const Invocation &invocation) const
{
    const auto &settings = invocation.settings;
    return QStringLiteral(
               "The cloud runs until Ctrl-C. In another terminal:\n"
               "  export OS_CLIENT_CONFIG_FILE=%1 IMAGEBUILDER_STATE_DIR=%2 IMAGEBUILDER_LOG_DIR=%3\n"
               "  export IMAGEBUILDER_CACHE_DIR=%4 IMAGEBUILDER_MIRROR=%5\n"
               "  export IMAGEBUILDER_SSH_USER=%6 IMAGEBUILDER_SSH_PORT=%7\n"
               "  imagebuilderd builds list\n"
               "  imagebuilderd --os-cloud builder run demo-noble-x64 --arch x64 --prefix demo --upload-clouds "
               "web --image-signature off\n"
               "  openstack --os-cloud web image list")
        .arg(m_simulator->cloudsYaml, settings.folders.state, settings.folders.log, settings.folders.cache,
             settings.source.mirror.toString(), settings.build.sshUser)
        .arg(settings.build.sshPort);
}

Task<Result<Answer>> DemoCommand::run(Running &running, std::stop_token stop)
{
    IB_CO_TRY(const auto releases, demoReleases());
    IB_CO_TRY(const auto arch, images::findArch(QStringLiteral("x64")));
    say(running,
        QStringLiteral("a simulated cloud serves at %1; init puts two base images there").arg(m_simulator->url));
    const app::InitOrder init{.cloud = builder, .releases = releases, .arch = arch, .prefix = prefix};
    IB_CO_TRY(const auto prepared, co_await app::initCloud(running.backend, init, stop));
    for (const auto &base : prepared.bases)
        if (!base.image)
            co_return std::unexpected(base.image.error());

    say(running, QStringLiteral("two builds at once, noble and jammy, for the consumers web and batch"));
    std::vector<Task<Result<app::BuildResult>>> builds;
    for (const auto &release : releases)
        builds.push_back(buildOne(running.backend, release, arch, stop));
    const auto results = co_await all(std::move(builds));
    const bool json = running.invocation.output == OutputFormat::Json;
    for (const auto &result : results) {
        if (!result)
            co_return std::unexpected(result.error());
        if (!json)
            running.line(runText(demoConsumers, result->outcome));
    }
    IB_CO_TRY(const auto answer, co_await whoGotWhat(running.backend, releases, stop));
    if (!m_keep)
        co_return answer;
    if (!json)
        running.line(answer.text);
    say(running, usage(running.invocation));
    while (co_await running.backend.clock().sleep(std::chrono::hours(1), stop)) {
    }
    co_return Answer{.json = answer.json};
}

} // namespace imagebuilder::headless
