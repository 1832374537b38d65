// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/metrics/metrics.h"

#include "app/cloudquota.h"
#include "app/metrics/journalmetrics.h"
#include "build/timelimit.h"

#include <QtCore/QSaveFile>

namespace imagebuilder::app {

namespace {

constexpr milliseconds quotaPatience = seconds(30);

void addUse(Metric &limits, Metric &uses, const QString &cloud, const QString &resource, qint64 limit, qint64 used)
{
    const QList<std::pair<QByteArray, QString>> labels{{"cloud", cloud}, {"resource", resource}};
    if (limit >= 0) // no sample where there is no limit
        limits.samples << Sample{labels, static_cast<double>(limit)};
    uses.samples << Sample{labels, static_cast<double>(used)};
}

QList<Metric> quotaMetrics(const QString &cloud, const Result<CloudQuota> &quota)
{
    const QList<std::pair<QByteArray, QString>> label{{"cloud", cloud}};
    const Metric up{"cloud_up",
                    QStringLiteral("1 when the build cloud told its quota."),
                    {Sample{label, quota.has_value() ? 1.0 : 0.0}}};
    if (!quota)
        return {up};
    Metric limits{"quota_limit", QStringLiteral("What the project may have; absent without a limit."), {}};
    Metric uses{"quota_used", QStringLiteral("What the project has."), {}};
    const auto &compute = quota->project.compute;
    addUse(limits, uses, cloud, QStringLiteral("instances"), compute.maxInstances, compute.usedInstances);
    addUse(limits, uses, cloud, QStringLiteral("cores"), compute.maxCores, compute.usedCores);
    addUse(limits, uses, cloud, QStringLiteral("ram_mib"), compute.maxRamMiB, compute.usedRamMiB);
    const auto &images = quota->project.images;
    addUse(limits, uses, cloud, QStringLiteral("images"), images.maxImages, quota->images);
    const Metric fitting{"quota_fitting_builds",
                         QStringLiteral("So many more builds fit now."),
                         {Sample{label, static_cast<double>(quota->fittingBuilds)}}};
    return {up, limits, uses, fitting};
}

Task<Result<void>> writeTo(Backend &backend, QString path, QString cloud, std::stop_token stop)
{
    IB_CO_TRY(const auto metrics, co_await collectMetrics(backend, cloud, stop));
    QSaveFile file(path);
    const auto readable = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
    const bool written = file.open(QIODevice::WriteOnly) && file.setPermissions(readable) &&
                         file.write(exposition(metrics)) >= 0 && file.commit();
    if (!written)
        co_return failure(ErrorKind::Storage, QStringLiteral("cannot write %1: %2; name another file with "
                                                             "--metrics-file")
                                                  .arg(path, file.errorString()));
    co_return Result<void>{};
}

} // namespace

Task<Result<QList<Metric>>> collectMetrics(Backend &backend, QString cloud, std::stop_token stop)
{
    IB_CO_TRY(const auto *const journal, backend.journal());
    IB_CO_TRY(auto metrics, buildMetrics(*journal));
    IB_CO_TRY(const auto now, co_await statusWithRunners(backend, stop));
    IB_CO_TRY(const auto consumers, consumerMetric(*journal, now.served));
    metrics << statusMetrics(now) << consumers;
    const auto name = backend.cloudName(cloud);
    const build::TimeLimit limit(backend.clock(), quotaPatience, stop);
    const auto quota = co_await cloudQuota(backend, cloud, {}, limit.token());
    if (!stop.stop_requested())
        metrics << quotaMetrics(name.value_or(cloud), quota);
    const auto written = static_cast<double>(backend.clock().now().toSecsSinceEpoch());
    metrics << Metric{"metrics_timestamp_seconds", QStringLiteral("When these were told."), {Sample{{}, written}}}
            << Metric{"build_info",
                      QStringLiteral("The program's version."),
                      {Sample{{{"version", QStringLiteral(IMAGEBUILDER_VERSION)}}, 1}}};
    co_return metrics;
}

Task<void> writeMetrics(Backend &backend, QString cloud, std::stop_token stop)
{
    const auto path = backend.settings().metricsFile;
    if (path.isEmpty())
        co_return;
    const auto written = co_await writeTo(backend, path, cloud, stop);
    if (!written)
        backend.tell({.step = QStringLiteral("metrics"),
                      .kind = build::Event::Kind::Warning,
                      .text = written.error().message()});
}

} // namespace imagebuilder::app
