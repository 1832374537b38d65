// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/manifest.h"

#include "base/json.h"
#include "build/remote.h"
#include "build/software.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::build {

namespace {

constexpr milliseconds manifestLoginDeadline = std::chrono::minutes(2);
constexpr milliseconds manifestDeadline = std::chrono::minutes(2);

// The runner's own words would need its .NET to start; its archive names the version in this file. Go writes the commit
// that it built from into the program.
const QByteArray askForSoftware = R"sh(
PATH=$PATH:$HOME/.cargo/bin
dpkg-query -W -f='deb ${binary:Package} ${Version}\n' 2>/dev/null
snap list 2>/dev/null | sed -n '2,$s/^\([^ ]*\) *\([^ ]*\) *\([^ ]*\).*/snap \1 \2 \3/p'
npm list --global --depth=0 --parseable --long 2>/dev/null | sed -n 's/^[^:]*:\(.*\)@\([^:@]*\).*/npm \1 \2/p'
cargo install --list 2>/dev/null | sed -n 's/^\([^ ]*\) v\([^ :]*\).*:$/cargo \1 \2/p'
kernel=$(basename "$(readlink -f /boot/vmlinuz 2>/dev/null)")
[ -n "$kernel" ] && [ "$kernel" != vmlinuz ] || kernel=$(uname -r)
echo "kernel ${kernel#vmlinuz-}"
yq=$(command -v yq) && grep -ao 'vcs\.revision=[0-9a-f]\{40\}' "$yq" | sed -n '1s/vcs.revision=/yq /p'
sed -n 's|.*"Runner.Listener/\([0-9.]*\)".*|runner \1|p' actions-runner/bin/Runner.Listener.deps.json 2>/dev/null | head -n 1
cat /run/imagebuilder.facts 2>/dev/null
exit 0
)sh";

/// What the image script could not vouch for, and what was left out, for the build's record: people see it later, too.
Result<void> keepNotes(Site &site, const Progress &build, const QByteArray &said)
{
    QStringList warnings;
    for (const auto &line : said.split('\n'))
        if (line.startsWith("note "))
            warnings << QString::fromUtf8(line.mid(5));
    for (const auto &warning : std::as_const(warnings))
        tell(site, build, step::seal, warning, Event::Kind::Warning);
    const auto leftOut = build.request.leftOut();
    if (warnings.isEmpty() && leftOut.isEmpty())
        return {};
    return site.journal.noteStep(
        build.id, step::seal,
        {{"warnings", QJsonArray::fromStringList(warnings)}, {"left-out", QJsonArray::fromStringList(leftOut)}});
}

} // namespace

Task<Result<void>> collectManifest(Site &site, ProgressPtr build, std::stop_token stop)
{
    ssh::Command command;
    command.line = QStringLiteral("/bin/sh -s");
    command.input = askForSoftware;
    command.timeout = manifestDeadline;
    IB_CO_TRY(const auto outcome, co_await runInServer(site, build, command, manifestLoginDeadline, stop));
    IB_CO_CHECK(keepNotes(site, *build, outcome.output));
    Manifest manifest{.build = build->id,
                      .imageName = build->request.imageName,
                      .base = build->request.release.codename,
                      .arch = build->request.arch.name,
                      .baseSerial = build->baseSerial,
                      .baseSha256 = QString::fromLatin1(build->baseSha256),
                      .runner = build->runnerVersion,
                      .scriptSha256 = QString::fromLatin1(build->scriptSha256)};
    readSoftware(outcome.output, manifest);
    for (const auto &name : build->request.leftOut())
        manifest.notes << QStringLiteral("left out: ") + name;
    if (manifest.packages.isEmpty())
        tell(site, *build, step::seal,
             QStringLiteral("server %1 does not tell what is installed in it").arg(build->serverId),
             Event::Kind::Warning);
    tell(site, *build, step::seal, QString::fromUtf8(compactJson(toJson(manifest))) + u'\n', Event::Kind::Manifest);
    co_return Result<void>{};
}

} // namespace imagebuilder::build
