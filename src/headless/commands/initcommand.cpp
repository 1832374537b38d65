// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/initcommand.h"

#include "app/parsing.h"
#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"
#include "headless/options/planoptions.h"
#include "headless/output/buildjson.h"
#include "headless/output/table.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

namespace {

Result<QList<images::Release>> parseReleases(const QString &text)
{
    IB_TRY(const auto names, app::parseList(text));
    QList<images::Release> releases;
    for (const auto &name : names) {
        IB_TRY(const auto release, images::findRelease(name));
        releases << release;
    }
    return releases;
}

QJsonObject baseJson(const app::RefreshedBase &base)
{
    QJsonObject json{{"base", base.release.codename}, {"name", base.name}};
    if (!base.image)
        return json.insert("error", toJson(base.image.error()).value(u"error")), json;
    json.insert("id", base.image->id);
    json.insert("sha256", QString::fromLatin1(base.image->sha256));
    json.insert("uploaded", base.image->uploaded);
    return json;
}

Answer answerOf(const app::InitResult &result)
{
    Answer answer;
    QJsonArray bases;
    QList<QStringList> rows{{"BASE", "IMAGE", "ID", "STATE"}};
    for (const auto &base : result.bases) {
        bases.append(baseJson(base));
        const auto state = !base.image            ? base.image.error().message()
                           : base.image->uploaded ? QStringLiteral("uploaded")
                                                  : QStringLiteral("unchanged");
        rows << QStringList{base.release.codename, base.name, base.image ? base.image->id : QStringLiteral("-"), state};
        if (!base.image && answer.code == ExitCode::Success)
            answer.code = exitCodeFor(base.image.error().kind());
    }
    answer.json = {{"cloud", result.cloud},
                   {"key_pair", result.keyPair},
                   {"security_group", result.securityGroup},
                   {"base_images", bases}};
    answer.text = QStringLiteral("Cloud %1 is prepared: key pair %2, security group %3.\n")
                      .arg(result.cloud, result.keyPair, result.securityGroup)
                      .toUtf8() +
                  shownTable(rows);
    return answer;
}

} // namespace

CLI::App *InitCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("init", "Make a cloud ready: base images, key pair, security group");
    parsedOption(*command, "--arch", m_order.arch, images::findArch, "arm64, x64, s390x, ppc64le or arm")
        ->required()
        ->type_name("ARCH");
    textOption(*command, "--prefix", m_order.prefix, "start of the names of our resources")->type_name("TEXT");
    m_order.releases = images::releases();
    parsedOption(*command, "-b,--base-image", m_order.releases, parseReleases,
                 "only these bases, a comma list [all four]")
        ->type_name("BASES");
    m_plan = app::Plan::defaultsFor(invocation.settings);
    addPlanOptions(*command, m_plan, PlanOptions::OfInit);
    addOutputOption(*command, invocation);
    addExample(*command, "imagebuilderd --os-cloud builder init --arch x64 --prefix ci");
    return command;
}

Result<void> InitCommand::prepare(Invocation &invocation)
{
    m_plan.applyTo(invocation.settings);
    return {};
}

Task<Result<Answer>> InitCommand::run(Running &running, std::stop_token stop)
{
    m_order.cloud = running.invocation.cloud;
    IB_CO_TRY(const auto result, co_await app::initCloud(running.backend, m_order, stop));
    co_return answerOf(result);
}

} // namespace imagebuilder::headless
