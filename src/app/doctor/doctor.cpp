// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/doctor/doctor.h"

#include "app/doctor/cloudchecks.h"
#include "app/doctor/machinechecks.h"
#include "app/plan/planreader.h"
#include "app/schedule/schedulestate.h"
#include "app/status.h"
#include "base/taskscope.h"

#include <QtCore/QFileInfo>

namespace imagebuilder::app {

namespace {

Finding journalFinding(Backend &backend)
{
    const auto about = QStringLiteral("journal");
    const auto journal = backend.journal();
    if (!journal)
        return failed(about, journal.error().message(),
                      QStringLiteral("move it away; `imagebuilderd journal rebuild` reads it back from the clouds"));
    const auto deployment = (*journal)->deployment();
    return ok(about,
              deployment.isEmpty() ? QStringLiteral("none yet") : QStringLiteral("of deployment %1").arg(deployment));
}

Finding scheduleFinding(Backend &backend)
{
    const auto about = QStringLiteral("schedule");
    const auto journal = backend.journal();
    const auto state = journal ? scheduleState(**journal) : Result<ScheduleState>();
    const auto troubles = state ? state->troubles() : QList<std::pair<QString, QString>>();
    if (troubles.isEmpty())
        return ok(about, QStringLiteral("neither paused nor slowed"));
    return warning(about, troubles.first().first, troubles.first().second);
}

Finding cloudsFinding(const Settings &settings)
{
    const auto about = QStringLiteral("clouds.yaml");
    const auto clouds = openstack::CloudsConfig::load(settings.clouds);
    if (!clouds)
        return failed(about, clouds.error().message(),
                      QStringLiteral("put one where README.md says, or try `imagebuilderd demo`"));
    const auto &file = clouds->file();
    if (file.isEmpty())
        return ok(about, QStringLiteral("none; the environment's OS_* variables name the cloud"));
    if (QFileInfo(file).permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther))
        return warning(about, QStringLiteral("%1 may be read by others than its owner").arg(file),
                       QStringLiteral("chmod 600 %1: it holds passwords").arg(file));
    return ok(about, file);
}

Finding planFinding(const Settings &settings)
{
    const auto about = QStringLiteral("plan");
    const auto file = findPlan({}, settings.clouds.environment, Caller::current());
    if (!file)
        return ok(about, QStringLiteral("none; only `build` and `plan` need one"));
    const auto plan = loadPlan(*file, Plan::defaultsFor(settings), knownClouds(settings));
    if (!plan)
        return failed(about, plan.error().message(), QStringLiteral("imagebuilderd plan --check %1").arg(*file));
    return ok(about, *file);
}

/// What the images that consumers show have in them, against the lists of releases.
Task<QList<Finding>> checkRunners(Backend &backend, std::stop_token stop)
{
    const auto about = QStringLiteral("runner clock");
    if (backend.settings().runners.upstream.isEmpty())
        co_return QList{ok(about, QStringLiteral("off"))};
    const auto served = status(backend);
    const auto clock = co_await runnerClock(backend, served ? runnersOf(served->served) : QList<RunnerInUse>(), stop);
    auto findings = clock.sources;
    for (const auto &verdict : clock.runners)
        findings << verdict.finding;
    if (findings.isEmpty())
        findings << ok(about, QStringLiteral("the lists of releases can be read"));
    co_return findings;
}

} // namespace

Task<QList<Finding>> examine(Backend &backend, DoctorOrder order, std::stop_token stop)
{
    auto findings = checkMachine(backend.settings(), backend.clock());
    findings << journalFinding(backend) << scheduleFinding(backend) << cloudsFinding(backend.settings())
             << planFinding(backend.settings());
    if (order.others.isEmpty())
        order.others = knownClouds(backend.settings());
    std::vector<Task<QList<Finding>>> tasks;
    tasks.push_back(checkRunners(backend, stop));
    const auto builder = backend.cloudName(order.cloud);
    if (builder) {
        tasks.push_back(checkCloud(backend, *builder, true, stop));
        order.others.removeAll(*builder);
    } else {
        findings << failed(QStringLiteral("build cloud"), builder.error().message(),
                           QStringLiteral("name one of clouds.yaml with --os-cloud"));
    }
    for (const auto &name : order.others)
        tasks.push_back(checkCloud(backend, name, false, stop));
    for (const auto &found : co_await all(std::move(tasks)))
        findings << found;
    co_return findings;
}

} // namespace imagebuilder::app
