// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/customise.h"

#include "build/remote.h"
#include "build/script.h"

#include <algorithm>

namespace imagebuilder::build {

namespace {
constexpr milliseconds loginDeadline = std::chrono::minutes(2);
constexpr qsizetype shortestBlotted = 4; ///< what is shorter is in every other word

/// The newest build of this image that ran a script, and that script's hash.
Result<std::pair<QString, QString>> scriptBefore(const store::Journal &journal, const Progress &build)
{
    IB_TRY(const auto builds, journal.builds(0));
    for (const auto &record : builds) {
        if (record.id == build.id || record.state != store::BuildState::Succeeded ||
            record.imageName != build.request.imageName)
            continue;
        IB_TRY(const auto steps, journal.steps(record.id));
        for (const auto &step : steps)
            if (const auto hash = step.data.value(u"sha256").toString();
                step.step == step::customise && !hash.isEmpty())
                return std::pair(record.id, hash);
    }
    return {};
}

Result<void> sayIfChanged(const Site &site, const Progress &build)
{
    IB_TRY(const auto before, scriptBefore(site.journal, build));
    const auto now = QString::fromLatin1(build.scriptSha256);
    if (!before.second.isEmpty() && before.second != now)
        tell(site, build, step::customise,
             QStringLiteral("the script changed since build %1: its SHA-256 was %2 and is %3")
                 .arg(before.first, before.second, now),
             Event::Kind::Warning);
    return {};
}

} // namespace

QByteArray blotted(QByteArray line, const QMap<QString, Secret> &secrets)
{
    // The output comes by lines, so a secret of several shows one by one. The longest first: one may begin another.
    QByteArrayList parts;
    for (const auto &secret : secrets)
        for (const auto &part : secret.reveal().split('\n'))
            if (const auto words = part.trimmed(); words.size() >= shortestBlotted)
                parts << words;
    std::ranges::sort(parts, std::ranges::greater(), &QByteArray::size);
    for (const auto &part : std::as_const(parts))
        line.replace(part, "•••");
    return line;
}

Task<Result<void>> customise(Site &site, ProgressPtr build, std::stop_token stop)
{
    if (build->request.scriptUrl.isEmpty())
        co_return Result<void>{};
    // Nobody knows whether the script can stand a second run, so an interrupted one costs the VM.
    if (build->scriptBegan)
        co_return failure(ErrorKind::Conflict,
                          QStringLiteral("the script was interrupted in server %1").arg(build->serverId));
    IB_CO_CHECK(site.journal.noteStep(build->id, step::customise, {{"began", true}}));
    build->scriptBegan = true;
    ssh::Command command;
    command.line = QStringLiteral("sudo -n /bin/sh -s");
    command.input = customiseProgram(build->request, site.options.sshUser);
    command.timeout = site.options.scriptDeadline;
    command.onLine = [&site, build](const QByteArray &line) {
        // It is said before the script runs, which might say the like.
        if (const auto digest = scriptDigest(line); digest && build->scriptSha256.isEmpty())
            build->scriptSha256 = *digest;
        tell(site, *build, step::customise, QString::fromUtf8(blotted(line, build->request.scriptSecrets)));
    };
    IB_CO_TRY(const auto outcome, co_await runInServer(site, build, command, loginDeadline, stop));
    if (outcome.exitCode == 0) {
        IB_CO_CHECK(sayIfChanged(site, *build));
        co_return site.journal.noteStep(build->id, step::customise,
                                        {{"sha256", QString::fromLatin1(build->scriptSha256)}});
    }
    co_return failure(ErrorKind::Script, customiseFailure(outcome.exitCode));
}

} // namespace imagebuilder::build
