// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/unitsetup.h"

#include "app/unit/unitfiles.h"
#include "base/child.h"

#include <QtCore/QDir>

#include <unistd.h>

namespace imagebuilder::app {

namespace {

constexpr auto earlyBy = std::chrono::minutes(15);
const QByteArray rotation = "/var/log/github-runner-image-builder/info.log {\n"
                            "    rotate 3\n"
                            "    weekly\n"
                            "    compress\n"
                            "    delaycompress\n"
                            "    missingok\n"
                            "}\n";

Task<Result<void>> makeWorkerUser(std::stop_token stop)
{
    if (::geteuid() != 0 || hasWorkerUser())
        co_return Result<void>{};
    const ChildCommand command{.program = QStringLiteral("useradd"),
                               .arguments = {QStringLiteral("--system"), QStringLiteral("--user-group"),
                                             QStringLiteral("--home-dir"), QStringLiteral("/var/lib/imagebuilder"),
                                             QStringLiteral("--no-create-home"), QStringLiteral("--shell"),
                                             QStringLiteral("/usr/sbin/nologin"), QStringLiteral("imagebuilder")},
                               .input = {},
                               .onLine = {}};
    IB_CO_TRY(const auto outcome, co_await runChild(command, stop));
    if (outcome.exitCode != 0)
        co_return failure(ErrorKind::Storage, QStringLiteral("the user imagebuilder cannot be made: %1")
                                                  .arg(QString::fromUtf8(outcome.errors).simplified()));
    co_return Result<void>{};
}

} // namespace

QByteArray cronFile(const QString &unit, int intervalHours, bool hasRunOne)
{
    const auto hours = 24 % intervalHours == 0 ? QStringLiteral("*/%1").arg(intervalHours) : QStringLiteral("*");
    return QStringLiteral("0 %1 * * * root %2/usr/bin/bash -c '/usr/bin/juju-exec \"%3\" \"JUJU_DISPATCH_PATH=run "
                          "HOME=/home/ubuntu ./dispatch\"'\n")
        .arg(hours, hasRunOne ? QStringLiteral("/usr/bin/run-one ") : QString(), unit)
        .toUtf8();
}

bool isRunDue(const QDateTime &lastRun, int intervalHours, const QDateTime &now)
{
    // A clock that went back must not stop builds for long.
    return !lastRun.isValid() || lastRun > now ||
           lastRun.addDuration(std::chrono::hours(intervalHours) - earlyBy) <= now;
}

bool isRunMissed(const QDateTime &lastRun, int intervalHours, const QDateTime &now)
{
    return lastRun.isValid() && lastRun.addDuration(std::chrono::hours(intervalHours) + earlyBy) <= now;
}

Task<Result<void>> setUpUnit(UnitPlaces places, std::stop_token stop)
{
    if (places.root.isEmpty())
        IB_CO_CHECK(co_await makeWorkerUser(stop));
    const auto folders = places.folders();
    for (const auto &folder :
         {folders.state, folders.cache, folders.log, places.ordersFolder(), QFileInfo(places.wanted()).path()})
        IB_CO_CHECK(makeWorkerFolder(folder));
    const auto log = folders.log + QStringLiteral("/info.log");
    if (QFile::exists(log))
        IB_CO_CHECK(handToWorker(log));
    IB_CO_CHECK(writeUnitFile(places.logrotate(), rotation, FileReaders::All));
    co_return Result<void>{};
}

void removeOldCharmsFiles(const UnitPlaces &places)
{
    QDir home(places.at(QStringLiteral("/home/ubuntu")));
    for (const auto &name : home.entryList(
             {QStringLiteral("clouds.yaml"), QStringLiteral("*-server-cloudimg-*.img"), QStringLiteral("*.snapshot")},
             QDir::Files))
        home.remove(name);
}

Result<void> writeCron(const UnitPlaces &places, const QString &unit, int intervalHours)
{
    const bool hasRunOne = QFile::exists(places.at(QStringLiteral("/usr/bin/run-one")));
    IB_CHECK(writeUnitFile(places.cron(), cronFile(unit, intervalHours, hasRunOne), FileReaders::All));
    return {};
}

void takeDownUnit(const UnitPlaces &places)
{
    for (const auto &file :
         {places.cron(), places.logrotate(), places.clouds(), places.plan(), places.workerEnvironment()})
        QFile::remove(file);
    for (const auto &folder : {places.secretsFolder(), places.ordersFolder(), places.authorities()})
        QDir(folder).removeRecursively();
}

} // namespace imagebuilder::app
