// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/plantext.h"

#include "headless/output/amounts.h"
#include "headless/output/buildjson.h"
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
            {"flavor", QJsonObject{{"id", forecast.flavor.id}, {"name", forecast.flavor.name}}},
            {"network", QJsonObject{{"id", forecast.network.id}, {"name", forecast.network.name}}},
            {"fitting_builds", isUnlimited(forecast.fittingBuilds) ? QJsonValue() : QJsonValue(forecast.fittingBuilds)},
            {"builds", builds},
            {"prune", prunes},
            {"unreachable", unreachable},
            {"missing", QJsonArray::fromStringList(forecast.missing)}};
}

QByteArray forecastHead(const QString &file, const app::Forecast &forecast)
{
    const auto atOnce = isUnlimited(forecast.fittingBuilds)
                            ? QStringLiteral("all at once: no quota limits them")
                            : QStringLiteral("quota holds %1 at once").arg(forecast.fittingBuilds);
    const auto &flavor = forecast.flavor;
    return QStringLiteral("%1: %2 builds on cloud %3, %4\nflavor %5 (%6 vCPU, %7 MiB), network %8\n\n")
        .arg(file)
        .arg(std::ranges::count_if(forecast.builds, &app::BuildForecast::built))
        .arg(forecast.cloud, atOnce, flavor.name)
        .arg(flavor.vcpus)
        .arg(flavor.ramMiB)
        .arg(forecast.network.name)
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
        text += QStringLiteral("\nMissing: %1").arg(lack).toUtf8();
    return {.text = forecast.missing.isEmpty() ? text : text + '\n', .json = forecastJson(file, forecast)};
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
