// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/metrics/journalmetrics.h"

namespace imagebuilder::app {

using store::BuildRecord;
using store::BuildState;

namespace {

double secondsOf(const QDateTime &moment)
{
    return static_cast<double>(moment.toSecsSinceEpoch());
}

Metric buildCounts(const QList<BuildRecord> &builds)
{
    Metric metric{"builds", QStringLiteral("Builds that the journal knows, by what became of them."), {}};
    QMap<std::pair<QString, QString>, int> counts;
    for (const auto &record : builds)
        ++counts[{record.imageName, store::buildStateName(record.state)}];
    for (const auto &[key, count] : counts.asKeyValueRange())
        metric.samples << Sample{{{"image", key.first}, {"result", key.second}}, static_cast<double>(count)};
    return metric;
}

/// The newest good build of each image; `builds` are newest first.
QMap<QString, BuildRecord> lastGood(const QList<BuildRecord> &builds)
{
    QMap<QString, BuildRecord> good;
    for (const auto &record : builds)
        if (record.state == BuildState::Succeeded && !good.contains(record.imageName))
            good.insert(record.imageName, record);
    return good;
}

Metric lastResults(const QList<BuildRecord> &builds)
{
    Metric metric{
        "last_build_success", QStringLiteral("1 when the newest build of the image that ended was good."), {}};
    QStringList seen;
    for (const auto &record : builds) {
        if (record.state == BuildState::Running || seen.contains(record.imageName))
            continue;
        seen << record.imageName;
        metric.samples << Sample{{{"image", record.imageName}}, record.state == BuildState::Succeeded ? 1.0 : 0.0};
    }
    return metric;
}

} // namespace

Result<QList<Metric>> buildMetrics(const store::Journal &journal)
{
    IB_TRY(const auto builds, journal.builds(0));
    Metric successes{"last_success_timestamp_seconds", QStringLiteral("When the newest good build ended."), {}};
    Metric steps{"step_duration_seconds", QStringLiteral("What each step of the newest good build took."), {}};
    for (const auto &[image, record] : lastGood(builds).asKeyValueRange()) {
        successes.samples << Sample{{{"image", image}}, secondsOf(record.ended)};
        IB_TRY(const auto taken, journal.steps(record.id));
        QMap<QString, double> sums; // a step that was begun again counts whole
        for (const auto &step : taken)
            if (step.ended.isValid())
                sums[step.step] += static_cast<double>(step.started.msecsTo(step.ended)) / 1000;
        for (const auto &[step, sum] : sums.asKeyValueRange())
            steps.samples << Sample{{{"image", image}, {"step", step}}, sum};
    }
    return QList{buildCounts(builds), lastResults(builds), successes, steps};
}

Result<Metric> consumerMetric(const store::Journal &journal, const QList<Served> &served)
{
    IB_TRY(const auto builds, journal.builds(0));
    QMap<QString, int> images;
    QStringList seen;
    for (const auto &record : builds) {
        if (seen.contains(record.imageName))
            continue;
        seen << record.imageName;
        for (const auto &consumer : record.request.value(u"consumers").toVariant().toStringList())
            images[consumer] = 0;
    }
    for (const auto &each : served)
        ++images[each.consumer];
    Metric metric{"consumer_images", QStringLiteral("So many images a consumer shows."), {}};
    for (const auto &[consumer, count] : images.asKeyValueRange())
        metric.samples << Sample{{{"consumer", consumer}}, static_cast<double>(count)};
    return metric;
}

QList<Metric> statusMetrics(const Status &status)
{
    Metric served{"served_image_timestamp_seconds",
                  QStringLiteral("When the image that a consumer shows was made; time() minus it is its age."),
                  {}};
    for (const auto &each : status.served)
        served.samples << Sample{
            {{"image", each.image}, {"consumer", each.consumer}, {"base", each.base}, {"arch", each.arch}},
            secondsOf(each.since)};
    Metric bases{"base_image_timestamp_seconds", QStringLiteral("When a base image was put into a cloud."), {}};
    for (const auto &each : status.bases)
        bases.samples << Sample{{{"cloud", each.cloud}, {"name", each.name}}, secondsOf(each.since)};
    Metric runners{"runner_end_timestamp_seconds",
                   QStringLiteral("From when on GitHub refuses the runner in an image that a consumer shows."),
                   {}};
    for (const auto &each : status.runners.runners)
        if (each.end.isValid())
            runners.samples << Sample{
                {{"image", each.runner.image}, {"consumer", each.runner.consumer}, {"runner", each.runner.version}},
                secondsOf(each.end)};
    const auto count = [](const QByteArray &name, const QString &help, qsizetype value) {
        return Metric{name, help, {Sample{{}, static_cast<double>(value)}}};
    };
    return {served,
            bases,
            runners,
            count("builds_running", QStringLiteral("Builds that are open."), status.underWay.size()),
            count("leftovers", QStringLiteral("What ended builds left in clouds."), status.leftovers),
            count("troubles", QStringLiteral("What `imagebuilderd status` says is wrong."), status.troubles.size())};
}

} // namespace imagebuilder::app
