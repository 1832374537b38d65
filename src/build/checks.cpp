// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/checks.h"

#include "build/script.h"

namespace imagebuilder::build {

namespace {

const QByteArray failureMark = QByteArrayLiteral("imagebuilder: check ");
const QByteArray verifiedLine = QByteArrayLiteral("imagebuilder: verified");

const QByteArray beginning = R"sh(set -u
failed=
bad() {
    printf 'imagebuilder: check %s: %s\n' "$1" "$2"
    failed=1
}
)sh";

// What CONTRACT's image has, and what runners fail without. Users are ours whatever the login's name.
const QByteArray contentChecks = R"sh(
answer=$(runuser -u runner -- "$home/actions-runner/bin/Runner.Listener" --version </dev/null 2>&1) || bad runner "it does not answer --version: $answer"
case $answer in
    [0-9]*.[0-9]*) [ -z "$runner" ] || [ "$answer" = "$runner" ] || bad runner "it is $answer, not $runner" ;;
    *) bad runner "it answers --version with: $answer" ;;
esac
for user in ubuntu runner; do
    if ! id "$user" >/dev/null 2>&1; then
        bad user "there is no user $user"
        continue
    fi
    for group in docker microk8s lxd sudo; do
        case " $(id -nG "$user") " in
            *" $group "*) ;;
            *) bad groups "$user is not in group $group" ;;
        esac
    done
done
[ "$(readlink -f /home/runner)" = "$(readlink -f /home/ubuntu)" ] || bad user '/home/runner does not lead to /home/ubuntu'
[ -e /var/lib/systemd/linger/ubuntu ] || bad linger 'the services of user ubuntu do not linger'
)sh";

// cloud-init has run again by now: this VM's own key, host keys and data are there, the build's must not be.
const QByteArray traceChecks = R"sh(
for trace in /etc/apt/apt.conf.d/*proxy* /etc/nftables.d/imagebuilder* /etc/sudoers.d/zz-imagebuilder-quiet \
    /tmp/imagebuilder.* /var/tmp/imagebuilder.* /root/.*_history "$home"/.*_history; do
    [ ! -e "$trace" ] || bad traces "$trace is there"
done
set -- /var/lib/cloud/instances/*
[ $# -le 1 ] || bad traces "cloud-init's data of $# VMs are there"
keys=$(grep -c '^[^#]' "$home/.ssh/authorized_keys" 2>/dev/null)
[ "${keys:-0}" -le 1 ] || bad traces "$keys keys may log in"
if command -v journalctl >/dev/null 2>&1; then
    boots=$(journalctl --list-boots --quiet 2>/dev/null | grep -c '^ *-\{0,1\}[0-9]')
    [ "$boots" -le 1 ] || bad traces "the journal knows of $boots boots"
fi
)sh";

const QByteArray operatorsCheck = R"sh(
folder=$(mktemp -d /dev/shm/imagebuilder.XXXXXX) || folder=$(mktemp -d)
printf %s "$script" | base64 -d >"$folder/script"
chmod 0700 "$folder/script"
"$folder/script" </dev/null 2>&1
code=$?
rm -rf "$folder"
[ "$code" = 0 ] || bad script "the script of --verify-script ended with exit code $code"
)sh";

const QByteArray ending = R"sh(
[ -z "$failed" ] || exit 205
echo 'imagebuilder: verified'
exit 0
}
)sh";

QByteArray assigned(const QByteArray &name, const QByteArray &value)
{
    return name + '=' + shellQuoted(value) + '\n';
}

} // namespace

QByteArray checkProgram(const Request &request, const QString &sshUser, const QString &runnerVersion)
{
    // One group, which the shell reads to its end before it runs any of it.
    QByteArray program =
        "{\n" + beginning + assigned("home", "/home/" + sshUser.toUtf8()) + assigned("runner", runnerVersion.toUtf8());
    // What an operator's own user-data puts into the image is for his own script to judge.
    if (request.userData.isEmpty())
        program += contentChecks;
    program += traceChecks;
    if (!request.verifyScript.isEmpty())
        program += assigned("script", request.verifyScript.toBase64()) + operatorsCheck;
    return program + ending;
}

QStringList failedChecks(const QByteArray &output)
{
    QStringList failed;
    for (const auto &line : output.split('\n'))
        if (line.startsWith(failureMark))
            failed << QString::fromUtf8(line.sliced(failureMark.size()).trimmed());
    return failed;
}

bool saysVerified(const QByteArray &output)
{
    return output.trimmed().endsWith(verifiedLine);
}

} // namespace imagebuilder::build
