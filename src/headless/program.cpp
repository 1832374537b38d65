// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/program.h"

#include "base/json.h"
#include "base/taskscope.h"
#include "headless/messagelog.h"
#include "headless/options/commonoptions.h"
#include "headless/output/buildjson.h"
#include "headless/output/streams.h"
#include "headless/progress/progressview.h"
#include "headless/signals.h"

#include <QtCore/QCoreApplication>

#include <CLI/CLI.hpp>

namespace imagebuilder::headless {

namespace {

constexpr auto description = "Builds virtual machine images on OpenStack and delivers them to its projects.";

Task<void> drawProgress(ProgressView &view, Clock &clock, std::stop_token stop)
{
    constexpr milliseconds pause = milliseconds(250);
    while (co_await clock.sleep(pause, stop))
        view.tick();
}

} // namespace

Program::Program()
    : m_invocation{.settings = app::Settings::defaultsFor(app::Caller::current())},
      m_app(std::make_unique<CLI::App>(description, "imagebuilderd")), m_commands(allCommands())
{
}

Program::~Program() = default;

std::optional<int> Program::parse(int argc, char **argv)
{
    m_app->set_version_flag("--version", "imagebuilderd " IMAGEBUILDER_VERSION, "the program's version");
    m_app->require_subcommand(1);
    m_app->footer("Example:\n  imagebuilderd --os-cloud builder run ci-noble-x64 --arch x64 --upload-clouds web\n\n" +
                  exitCodesHelp().toStdString());
    addGlobalOptions(*m_app, m_invocation);
    std::vector<CLI::App *> declared;
    for (const auto &command : m_commands) {
        declared.push_back(command->declare(*m_app, m_invocation));
        declared.back()->fallthrough();
    }
    try {
        m_app->parse(argc, argv);
    } catch (const CLI::Success &wanted) {
        const bool version = wanted.get_name() == "CallForVersion";
        writeOut(QByteArray::fromStdString(version ? m_app->version() + "\n" : m_app->help()));
        return static_cast<int>(ExitCode::Success);
    } catch (const CLI::ParseError &error) {
        QByteArray help = "imagebuilderd";
        for (const auto *named : m_app->get_subcommands())
            help += ' ' + QByteArray::fromStdString(named->get_name());
        writeError("imagebuilderd: " + QByteArray(error.what()) + "\nTry: " + help + " --help\n");
        return static_cast<int>(ExitCode::Usage);
    }
    for (std::size_t i = 0; i < declared.size(); ++i)
        if (declared[i]->parsed())
            m_chosen = m_commands[i].get();
    m_invocation.settings.source.cacheFolder = m_invocation.settings.folders.cache;
    return std::nullopt;
}

int Program::run(int argc, char **argv)
{
    if (const auto code = parse(argc, argv))
        return *code;
    const QCoreApplication application(argc, argv);
    return carryOut(*m_chosen);
}

int Program::carryOut(Command &command)
{
    const Signals signals;
    if (const auto prepared = command.prepare(m_invocation); !prepared)
        return answer(command, std::unexpected(prepared.error()));
    SystemClock clock;
    ProgressView view({.write = writeError, .terminal = errorIsTerminal(), .width = terminalWidth}, clock);
    const auto show = [&view](const QString &text) {
        view.note(text);
    };
    const auto &settings = m_invocation.settings;
    const MessageLog log(settings.mainLog(), m_invocation.logLevel, clock, show);
    const bool writes = command.access() == app::Backend::Access::ReadWrite;
    if (writes && !log.problem().isEmpty())
        show(QStringLiteral("warning: %1").arg(log.problem()));

    app::Backend backend(settings, command.access(), {.events = [&view](const auto &event) {
                             view.take(event);
                         }});
    if (writes)
        for (const auto &warning : settings.warnings())
            backend.tell({.kind = build::Event::Kind::Warning, .text = warning});
    Running running{m_invocation, backend, [&view](const QByteArray &line) {
                        view.clear();
                        writeOut(line + '\n');
                    }};
    TaskScope drawing;
    drawing.spawn(drawProgress(view, clock, drawing.token()));
    const auto result = QCoro::waitFor(command.run(running, signals.token()));
    drawing.requestStop();
    QCoro::waitFor(drawing.drain());
    view.clear();
    if (!result)
        qCInfo(lcApp).noquote() << "failed:" << result.error().message();
    return answer(command, result);
}

int Program::answer(const Command &command, const Result<Answer> &result) const
{
    const bool json = m_invocation.output == OutputFormat::Json;
    if (!result) {
        writeError("imagebuilderd: " + result.error().message().toUtf8() + '\n');
        if (json)
            writeOut(compactJson(toJson(result.error())) + '\n');
        return static_cast<int>(command.codeFor(result.error()));
    }
    writeOut(json ? compactJson(result->json) + '\n' : result->text);
    return static_cast<int>(result->code);
}

} // namespace imagebuilder::headless
