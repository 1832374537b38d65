// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/buildscommand.h"

#include "app/buildlog.h"
#include "app/cancelbuild.h"
#include "base/json.h"
#include "headless/commands/buildstext.h"
#include "headless/commands/manifesttext.h"
#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"
#include "headless/output/buildjson.h"
#include "headless/watch/watch.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

CLI::App *BuildsCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("builds", "What was built, what is being built");
    command->require_subcommand(1);
    addExample(*command, "imagebuilderd builds list");
    const auto verb = [&](const char *name, const char *what, const char *example) {
        auto *added = command->add_subcommand(name, what);
        added->fallthrough();
        addOutputOption(*added, invocation);
        addExample(*added, example);
        return added;
    };
    const auto id = [this](CLI::App *app) {
        textOption(*app, "BUILD", m_build, "id of a build, or the start of it")->required()->type_name("");
    };
    m_list = verb("list", "The newest builds", "imagebuilderd builds list --limit 50 --output json");
    m_list->add_option("--limit", m_limit, "so many at most; 0: all")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    m_show = verb("show", "One build with its steps and deliveries", "imagebuilderd builds show 3f0c");
    id(m_show);
    m_log = verb("log", "The log of a build", "imagebuilderd builds log 3f0c --follow");
    id(m_log);
    m_log->add_flag("-f,--follow", m_follow, "go on until the build ends");
    m_watch = verb("watch", "What is being built, live; q or Ctrl-C ends watching", "imagebuilderd builds watch");
    m_cancel = verb("cancel", "End a running build and undo what it did", "imagebuilderd builds cancel 3f0c");
    id(m_cancel);
    m_manifest = verb("manifest", "What a build's image is made of", "imagebuilderd builds manifest 3f0c");
    id(m_manifest);
    m_diff = verb("diff", "What changed between two builds' images", "imagebuilderd builds diff 3f0c 81ab");
    id(m_diff);
    textOption(*m_diff, "OTHER", m_other, "what BUILD became [BUILD alone: the one before it becomes BUILD]")
        ->type_name("");
    return command;
}

app::Backend::Access BuildsCommand::access() const
{
    return m_cancel->parsed() ? app::Backend::Access::ReadWrite : app::Backend::Access::ReadOnly;
}

Task<Result<Answer>> BuildsCommand::log(Running &running, QString build, bool follow, std::stop_token stop)
{
    const bool json = running.invocation.output == OutputFormat::Json;
    const auto line = [&running, json](const QByteArray &text) {
        running.line(json ? compactJson({{"line", QString::fromUtf8(text)}}) : text);
    };
    IB_CO_CHECK(co_await app::readBuildLog(running.backend, build, follow, line, stop));
    IB_CO_TRY(const auto view, app::findBuild(running.backend, build));
    co_return Answer{.json = {{"build", toJson(view)}}};
}

Task<Result<Answer>> BuildsCommand::cancel(Running &running, QString build, std::stop_token stop)
{
    const auto who = app::Caller::current().name();
    IB_CO_TRY(const auto done, co_await app::cancelBuild(running.backend, build, who, stop));
    IB_CO_TRY(const auto view, app::findBuild(running.backend, done.build));
    const auto how = done.undoneHere ? QStringLiteral("its process had died; undone here") : view.stateName();
    co_return Answer{.text = QStringLiteral("Build %1: %2\n").arg(done.build, how).toUtf8(),
                     .json = {{"build", toJson(view)}, {"undone_here", done.undoneHere}}};
}

Task<Result<Answer>> BuildsCommand::run(Running &running, std::stop_token stop)
{
    if (m_log->parsed())
        co_return co_await log(running, m_build, m_follow, stop);
    if (m_watch->parsed())
        co_return co_await watch(running, stop);
    if (m_cancel->parsed())
        co_return co_await cancel(running, m_build, stop);
    if (m_show->parsed()) {
        IB_CO_TRY(const auto details, app::showBuild(running.backend, m_build));
        co_return Answer{.text = buildText(details), .json = toJson(details)};
    }
    if (m_manifest->parsed()) {
        IB_CO_TRY(const auto manifest, app::readManifest(running.backend, m_build));
        co_return manifestAnswer(manifest);
    }
    if (m_diff->parsed()) {
        const auto from = m_other.isEmpty() ? QString() : m_build;
        const auto to = m_other.isEmpty() ? m_build : m_other;
        IB_CO_TRY(const auto diff, app::diffBuilds(running.backend, from, to));
        co_return diffAnswer(diff);
    }
    IB_CO_TRY(const auto builds, app::listBuilds(running.backend, m_limit));
    QJsonArray list;
    for (const auto &build : builds)
        list.append(toJson(build));
    co_return Answer{.text = buildsText(builds), .json = {{"builds", list}}};
}

} // namespace imagebuilder::headless
