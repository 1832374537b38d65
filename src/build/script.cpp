// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/script.h"

namespace imagebuilder::build {

namespace {

// Chosen above the codes that shells and scripts use themselves.
constexpr int fetchFailed = 201;
constexpr int wrongDigest = 202;
constexpr int noScript = 203;

constexpr const char *fetchAndRun = R"sh(set -u
umask 077
quiet=/etc/sudoers.d/zz-imagebuilder-quiet
printf 'Defaults !syslog, !logfile, !pam_session\n' >"$quiet"
chmod 0440 "$quiet"
memory=/dev/shm
[ -d "$memory" ] && [ -w "$memory" ] || memory=/tmp
folder=$(mktemp -d "$memory/imagebuilder.XXXXXX") || exit 201
trap 'rm -rf "$folder" "$quiet"' EXIT
trap 'exit 143' HUP INT TERM
printf 'url = "%s"\n' "$url" | curl --config - --fail --silent --show-error --location --proto '=http,https' \
    --retry 3 --connect-timeout 30 --max-time 600 --output "$folder/script" 2>"$folder/errors" || {
    # curl's words may repeat the address, which may hold a token.
    sed -n 's/^curl: (\([0-9]*\)).*error: \([0-9]*\).*/imagebuilder: curl failed with code \1, HTTP status \2/p;
            s/^curl: (\([0-9]*\)).*/imagebuilder: curl failed with code \1/p' "$folder/errors" | head -n 1 >&2
    exit 201
}
if [ -n "$digest" ]; then
    printf '%s  %s\n' "$digest" "$folder/script" | sha256sum -c --status - || exit 202
fi
[ "$(head -c 2 "$folder/script")" = '#!' ] || exit 203
sha256sum <"$folder/script" | sed 's/^\([0-9a-f]*\).*/imagebuilder: script \1/'
chmod 0700 "$folder/script"
cd "$home" || cd /
)sh";

constexpr const char *cleanAndLook = R"sh(set -eu
left=
apt-get clean >/dev/null 2>&1 || true
if command -v snap >/dev/null 2>&1; then
    snap unset system proxy.http proxy.https >/dev/null 2>&1 || true
    snap unset aproxy proxy listen >/dev/null 2>&1 || true # the builder's, not the runner's
    if [ -n "$(snap get system proxy.http 2>/dev/null)" ]; then left=' snap:proxy.http'; fi
fi
rm -f /etc/apt/apt.conf.d/*proxy* /etc/nftables.d/imagebuilder* /etc/sudoers.d/zz-imagebuilder-quiet
clean='clean --logs --machine-id --seed'
if cloud-init clean --help 2>/dev/null | grep -q -- --configs; then clean="$clean --configs all"; fi
# shellcheck disable=SC2086
cloud-init $clean
# Before 23.1 they stay; the first has this VM's MAC address.
rm -f /etc/netplan/50-cloud-init.yaml /etc/ssh/sshd_config.d/50-cloud-init.conf
# Before 23.1 the file is removed, and where / is still read-only systemd then makes none: no DHCP lease, no address.
# An empty one suits every systemd. One of D-Bus's own would be taken instead.
if [ ! -e /etc/machine-id ]; then
    : >/etc/machine-id
    chmod 0444 /etc/machine-id
fi
[ -L /var/lib/dbus/machine-id ] || rm -f /var/lib/dbus/machine-id
if command -v journalctl >/dev/null 2>&1; then
    journalctl --relinquish-var >/dev/null 2>&1 || true # or its daemon makes anew what is removed here
    journalctl --rotate >/dev/null 2>&1 || true
    journalctl --vacuum-time=1s >/dev/null 2>&1 || true
fi
rm -rf /var/log/journal/* /run/log/journal/* /var/lib/cloud/* /var/tmp/* /root/.cache "$home/.cache"
find /var/log -type f -exec truncate -s 0 {} + 2>/dev/null || true
rm -f /etc/ssh/ssh_host_* /root/.ssh/* /root/.*_history "$home"/.*_history "$home/.wget-hsts" /root/.wget-hsts
rm -rf "$home/.ssh"
for trace in /etc/ssh/ssh_host_* "$home/.ssh/authorized_keys" /root/.ssh/authorized_keys /var/lib/cloud/instance \
    /var/lib/cloud/instances/* /var/lib/cloud/data/* /etc/apt/apt.conf.d/*proxy* \
    /etc/nftables.d/imagebuilder* /etc/sudoers.d/zz-imagebuilder-quiet /etc/netplan/50-cloud-init.yaml \
    /etc/ssh/sshd_config.d/50-cloud-init.conf /dev/shm/imagebuilder.* /tmp/imagebuilder.*; do
    if [ -e "$trace" ]; then left="$left $trace"; fi
done
if [ -s /etc/machine-id ] && [ "$(cat /etc/machine-id)" != uninitialized ]; then left="$left /etc/machine-id"; fi
if [ -n "$left" ]; then
    echo "imagebuilder: still there:$left" >&2
    exit 204
fi
sync
echo 'imagebuilder: sealed'
)sh";

QByteArray assignment(const QByteArray &name, const QByteArray &value)
{
    return name + '=' + shellQuoted(value) + '\n';
}

} // namespace

QByteArray shellQuoted(const QByteArray &value)
{
    QByteArray quoted = value;
    quoted.replace("'", "'\\''");
    return '\'' + quoted + '\'';
}

QByteArray customiseProgram(const Request &request, const QString &sshUser)
{
    // The whole is one group: the shell reads it all before it runs any, so the script cannot eat the rest of it.
    QByteArray program = "{\n";
    program += assignment("url", request.scriptUrl.toEncoded());
    program += assignment("digest", request.scriptSha256.toLower());
    program += assignment("home", "/home/" + sshUser.toUtf8());
    program += fetchAndRun;
    program += "(\n";
    for (const auto &[key, secret] : request.scriptSecrets.asKeyValueRange())
        program += "export " + key.toUtf8() + '=' + shellQuoted(secret.reveal()) + '\n';
    // What the script makes shall be readable in the image; only what we lie down for it is not.
    program += "umask 022\nexec \"$folder/script\" </dev/null\n)\nexit $?\n}\n";
    return program;
}

QByteArray sealProgram(const QString &sshUser)
{
    return "{\n" + assignment("home", "/home/" + sshUser.toUtf8()) + cleanAndLook + "exit 0\n}\n";
}

std::optional<QByteArray> scriptDigest(const QByteArray &line)
{
    const QByteArray mark = "imagebuilder: script ";
    constexpr qsizetype digits = 64;
    if (!line.startsWith(mark) || line.trimmed().size() != mark.size() + digits)
        return std::nullopt;
    return line.trimmed().sliced(mark.size());
}

QString customiseFailure(int exitCode)
{
    switch (exitCode) {
    case fetchFailed:
        return QStringLiteral("the script could not be fetched in the VM; check script-url from the VM's network");
    case wrongDigest:
        return QStringLiteral("the fetched script does not have the pinned SHA-256; it was not run");
    case noScript:
        return QStringLiteral("what script-url answers does not begin with #!, so it is no script; it was not run");
    default:
        return QStringLiteral("the script ended with exit code %1; its last lines are in the build's log")
            .arg(exitCode);
    }
}

} // namespace imagebuilder::build
