// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/manifest.h"

#include "build/remote.h"

namespace imagebuilder::build {

namespace {

constexpr milliseconds manifestLoginDeadline = std::chrono::minutes(2);
constexpr milliseconds manifestDeadline = std::chrono::minutes(2);

// The runner's own words would need its .NET to start; its archive names the version in this file.
const QByteArray askForSoftware = R"sh(
dpkg-query -W -f='deb ${Package} ${Version}\n' 2>/dev/null
snap list 2>/dev/null | sed -n '2,$s/^\([^ ]*\) *\([^ ]*\) *\([^ ]*\).*/snap \1 \2 \3/p'
sed -n 's|.*"Runner.Listener/\([0-9.]*\)".*|runner \1|p' actions-runner/bin/Runner.Listener.deps.json 2>/dev/null | head -n 1
exit 0
)sh";

} // namespace

Task<Result<void>> collectManifest(Site &site, ProgressPtr build, std::stop_token stop)
{
    ssh::Command command;
    command.line = QStringLiteral("/bin/sh -s");
    command.input = askForSoftware;
    command.timeout = manifestDeadline;
    IB_CO_TRY(const auto outcome, co_await runInServer(site, build, command, manifestLoginDeadline, stop));
    const auto software = outcome.output.trimmed();
    if (software.isEmpty())
        tell(site, *build, step::seal,
             QStringLiteral("server %1 does not tell what is installed in it").arg(build->serverId),
             Event::Kind::Warning);
    else
        tell(site, *build, step::seal, QString::fromUtf8(software) + u'\n', Event::Kind::Manifest);
    co_return Result<void>{};
}

} // namespace imagebuilder::build
