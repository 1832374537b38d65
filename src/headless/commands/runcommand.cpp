// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/runcommand.h"

#include "app/metrics/metrics.h"
#include "app/parsing.h"
#include "app/schedule/admission.h"
#include "headless/options/afterrunoptions.h"
#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"
#include "headless/options/planoptions.h"
#include "headless/output/buildjson.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

namespace {

const QString defaultBase = QStringLiteral("noble");

/// `waits`: not all of them are published yet.
QJsonObject runJson(const QStringList &consumers, bool waits, const app::BuildResult &result)
{
    QJsonArray images;
    QJsonArray failed;
    for (const auto &consumer : consumers) {
        if (result.outcome.delivered.contains(consumer))
            images.append(QJsonObject{{"consumer", consumer},
                                      {"id", result.outcome.delivered.value(consumer)},
                                      {"way", result.outcome.ways.value(consumer)}});
        const auto error = result.outcome.failed.find(consumer);
        if (error != result.outcome.failed.end())
            failed.append(QJsonObject{{"consumer", consumer}, {"error", toJson(*error).value(u"error")}});
    }
    return {{"build", result.outcome.build},
            {"resumed", result.resumed},
            {"snapshot", result.outcome.snapshotId},
            {"images", images},
            {"waits", waits},
            {"failed", failed}};
}

} // namespace

QByteArray runText(const QStringList &consumers, const build::Outcome &outcome)
{
    QStringList ids;
    for (const auto &consumer : consumers)
        ids << outcome.delivered.value(consumer);
    if (consumers.isEmpty())
        ids << outcome.snapshotId;
    return "Image build success:\n" + ids.join(u',').toUtf8();
}

CLI::App *RunCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("run", "Build an image and deliver it");
    m_plan = app::Plan::defaultsFor(invocation.settings);
    auto &request = m_plan.request;
    request.release = *images::findRelease(defaultBase);
    textOption(*command, "IMAGE_NAME", request.imageName, "name of the image to make")->required()->type_name("");
    parsedOption(*command, "--arch", request.arch, images::findArch, "arm64, x64, s390x, ppc64le or arm")
        ->required()
        ->type_name("ARCH");
    parsedOption(*command, "-b,--base-image", request.release, images::findRelease,
                 "20.04|focal, 22.04|jammy, 24.04|noble or 26.04|resolute")
        ->type_name("BASE")
        ->default_str(defaultBase.toStdString());
    addPlanOptions(*command, m_plan, PlanOptions::OfRun);
    addAfterRunOptions(*command, invocation);
    addOutputOption(*command, invocation);
    addExample(
        *command,
        "imagebuilderd --os-cloud builder run ci-noble-x64 --arch x64 -b noble --prefix ci --upload-clouds web,batch",
        "Secrets for the script come as IMAGE_BUILDER_SECRET_<KEY>=<value> in the environment; it sees <KEY>.\n"
        "A consumer that got nothing leaves its place in the list of ids empty and is named on standard error;\n"
        "only when none got its image the exit code is 1.\n\n");
    return command;
}

Result<void> RunCommand::prepare(Invocation &invocation)
{
    m_plan.applyTo(invocation.settings);
    auto &environment = invocation.settings.clouds.environment;
    IB_TRY(m_plan.request.scriptSecrets, app::scriptSecrets(environment));
    for (const auto &key : m_plan.request.scriptSecrets.keys()) {
        const auto variable = app::secretVariable(key);
        environment.remove(variable);
        qunsetenv(variable.toLocal8Bit().constData());
    }
    return {};
}

ExitCode RunCommand::codeFor(const Error &error) const
{
    const bool own = error.kind() == ErrorKind::Usage || error.kind() == ErrorKind::Cancelled;
    return own ? exitCodeFor(error.kind()) : ExitCode::Failed;
}

Task<Result<Answer>> RunCommand::run(Running &running, std::stop_token stop)
{
    const app::BuildOrder order{.cloud = running.invocation.cloud, .request = m_plan.request};
    const auto consumers = order.request.consumers;
    IB_CO_CHECK(app::noteOrderedByHand(running.backend, {order}, app::Caller::current().name()));
    const auto built = co_await app::buildImage(running.backend, order, stop);
    co_await app::writeMetrics(running.backend, order.cloud, stop);
    IB_CO_TRY(const auto result, built);
    for (const auto &[consumer, error] : result.outcome.failed.asKeyValueRange())
        running.backend.tell({.step = QStringLiteral("distribute"),
                              .kind = build::Event::Kind::Warning,
                              .text = QStringLiteral("consumer %1 got no image: %2").arg(consumer, error.message())});
    co_return Answer{.text = runText(consumers, result.outcome),
                     .json = runJson(consumers, order.request.publishing.waits(), result)};
}

} // namespace imagebuilder::headless
