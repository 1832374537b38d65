// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/plantext.h"

#include "headless/output/amounts.h"
#include "headless/output/buildjson.h"
#include "headless/output/clockjson.h"
#include "headless/output/table.h"

#include <QtCore/QJsonArray>

#include <algorithm>
#include <limits>

namespace imagebuilder::headless {

namespace {

bool isUnlimited(int builds)
{
    return builds == std::numeric_limits<int>::max();
}

QJsonValue knownImageJson(const std::optional<openstack::Image> &image)
{
    return image ? QJsonValue(QJsonObject{{"id", image->id}, {"created", toJson(image->created)}}) : QJsonValue();
}

QJsonObject buildForecastJson(const app::BuildForecast &build)
{
    const auto &request = build.order.request;
    const auto &base = build.base;
    return {{"image", request.imageName},
            {"base", request.release.codename},
            {"arch", request.arch.name},
            {"built", build.built},
            {"fresh", build.freshness.fresh},
            {"why", build.freshness.reason},
            {"newest", knownImageJson(build.newest)},
            {"base_image", QJsonObject{{"name", base.name},
                                       {"state", app::baseStateName(base.state)},
                                       {"image", knownImageJson(base.image)},
                                       {"error", base.silent ? toJson(*base.silent).value(u"error") : QJsonValue()}}}};
}

QJsonObject forecastJson(const QString &file, const app::Forecast &forecast)
{
    QJsonArray builds;
    QJsonArray prunes;
    QJsonArray unreachable;
    QJsonArray missing;
    for (const auto &lack : forecast.missing)
        missing.append(QJsonObject{{"text", lack.text},
                                   {"stops", lack.stops ? QJsonValue(errorKindName(*lack.stops)) : QJsonValue()}});
    for (const auto &build : forecast.builds)
        builds.append(buildForecastJson(build));
    for (const auto &prune : forecast.prunes)
        prunes.append(QJsonObject{{"cloud", prune.cloud},
                                  {"name", prune.image.name},
                                  {"id", prune.image.id},
                                  {"created", toJson(prune.image.created)}});
    for (const auto &[consumer, error] : forecast.unreachable.asKeyValueRange())
        unreachable.append(QJsonObject{{"consumer", consumer}, {"error", toJson(error).value(u"error")}});
    return {{"file", file},
            {"cloud", forecast.cloud},
            {"flavor", QJsonObject{{"id", forecast.place.flavor.id}, {"name", forecast.place.flavor.name}}},
            {"network", QJsonObject{{"id", forecast.place.network.id}, {"name", forecast.place.network.name}}},
            {"fitting_builds",
             isUnlimited(forecast.place.fittingBuilds) ? QJsonValue() : QJsonValue(forecast.place.fittingBuilds)},
            {"builds", builds},
            {"prune", prunes},
            {"unreachable", unreachable},
            {"missing", missing},
            {"runner_clock", clockJson(forecast.runners)}};
}

QByteArray forecastHead(const QString &file, const app::Forecast &forecast)
{
    const auto atOnce = isUnlimited(forecast.place.fittingBuilds)
                            ? QStringLiteral("all at once: no quota limits them")
                            : QStringLiteral("quota holds %1 at once").arg(forecast.place.fittingBuilds);
    const auto &flavor = forecast.place.flavor;
    return QStringLiteral("%1: %2 builds on cloud %3, %4\nflavor %5 (%6 vCPU, %7 MiB), network %8\n\n")
        .arg(file)
        .arg(std::ranges::count_if(forecast.builds, &app::BuildForecast::built))
        .arg(forecast.cloud, atOnce, flavor.name)
        .arg(flavor.vcpus)
        .arg(flavor.ramMiB)
        .arg(forecast.place.network.name)
        .toUtf8();
}

QByteArray pruneText(const QList<app::PruneForecast> &prunes)
{
    if (prunes.isEmpty())
        return "\nNothing would be pruned.\n";
    QList<QStringList> rows{{"PRUNED", "CLOUD", "ID"}};
    for (const auto &prune : prunes)
        rows << QStringList{prune.image.name, prune.cloud, prune.image.id};
    return '\n' + shownTable(rows);
}

/// As the run would end for the first thing that it cannot mend.
ExitCode codeOf(const QList<app::Lack> &lacks)
{
    const auto first = std::ranges::find_if(lacks, [](const app::Lack &lack) { return lack.stops.has_value(); });
    return first == lacks.end() ? ExitCode::Success : exitCodeFor(*first->stops);
}

QList<app::Finding> findingsOf(const app::RunnerClock &clock)
{
    auto findings = clock.sources;
    for (const auto &verdict : clock.runners)
        if (verdict.finding.state != app::Finding::State::Ok)
            findings << verdict.finding;
    return findings;
}

} // namespace

Answer forecastAnswer(const QString &file, const app::Forecast &forecast, const QDateTime &now)
{
    QList<QStringList> rows{{"IMAGE", "NEWEST", "BASE IMAGE", "BUILT", "BECAUSE"}};
    for (const auto &build : forecast.builds)
        rows << QStringList{build.order.request.imageName,
                            build.newest ? shownElapsed(build.newest->created, now) : QStringLiteral("-"),
                            app::baseStateName(build.base.state),
                            build.built ? QStringLiteral("yes") : QStringLiteral("no"), build.freshness.reason};
    auto text = forecastHead(file, forecast) + shownTable(rows) + pruneText(forecast.prunes);
    for (const auto &lack : forecast.missing)
        text += QStringLiteral("\n%1: %2").arg(lack.stops ? u"Missing" : u"Not there yet", lack.text).toUtf8();
    for (const auto &finding : findingsOf(forecast.runners))
        text += QStringLiteral("\nRunner: %1: %2; %3").arg(finding.about, finding.text, finding.remedy).toUtf8();
    return {.text = text.endsWith('\n') ? text : text + '\n',
            .json = forecastJson(file, forecast),
            .code = codeOf(forecast.missing)};
}

Answer checkAnswer(const QString &file, const app::PlanReading &reading)
{
    QJsonArray mistakes;
    QStringList lines;
    for (const auto &mistake : reading.mistakes) {
        mistakes.append(QJsonObject{{"line", mistake.mark.line},
                                    {"column", mistake.mark.column},
                                    {"key", mistake.key},
                                    {"text", mistake.text}});
        lines << app::shownMistake(file, mistake);
    }
    QJsonArray images;
    if (reading.mistakes.isEmpty())
        for (const auto &order : app::ordersOf(reading.plan))
            images.append(order.request.imageName);
    const auto good = QStringLiteral("%1 is good: %2 images for %3 consumers")
                          .arg(file)
                          .arg(images.size())
                          .arg(reading.plan.request.consumers.size());
    return {.text = (lines.isEmpty() ? good : lines.join(u'\n')).toUtf8() + '\n',
            .json = {{"file", file}, {"mistakes", mistakes}, {"images", images}},
            .code = lines.isEmpty() ? ExitCode::Success : ExitCode::Config};
}

} // namespace imagebuilder::headless
