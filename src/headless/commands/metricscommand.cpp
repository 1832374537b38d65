// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/metricscommand.h"

#include "app/metrics/metrics.h"
#include "headless/options/commonoptions.h"
#include "headless/options/foundplan.h"
#include "headless/options/runneroptions.h"

#include <QtCore/QJsonArray>

#include <CLI/CLI.hpp>

namespace imagebuilder::headless {

namespace {

QJsonObject metricsJson(const QList<app::Metric> &metrics)
{
    QJsonArray list;
    for (const auto &metric : metrics) {
        QJsonArray samples;
        for (const auto &sample : metric.samples) {
            QJsonObject labels;
            for (const auto &[name, value] : sample.labels)
                labels.insert(QString::fromLatin1(name), value);
            samples.append(QJsonObject{{"labels", labels}, {"value", sample.value}});
        }
        list.append(QJsonObject{
            {"name", QString::fromLatin1("imagebuilder_" + metric.name)}, {"help", metric.help}, {"samples", samples}});
    }
    return {{"metrics", list}};
}

} // namespace

CLI::App *MetricsCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("metrics", "Numbers for Prometheus, in its text format");
    addRunnerOptions(*command, invocation);
    addOutputOption(*command, invocation);
    addExample(*command, "imagebuilderd metrics > /var/lib/prometheus/node-exporter/imagebuilder.prom",
               "run and build write the same to --metrics-file (or $IMAGEBUILDER_METRICS) when they have ended.\n\n");
    return command;
}

Result<void> MetricsCommand::prepare(Invocation &invocation)
{
    foundPlan(invocation);
    return {};
}

Task<Result<Answer>> MetricsCommand::run(Running &running, std::stop_token stop)
{
    IB_CO_TRY(const auto metrics, co_await app::collectMetrics(running.backend, running.invocation.cloud, stop));
    co_return Answer{.text = app::exposition(metrics), .json = metricsJson(metrics)};
}

} // namespace imagebuilder::headless
