// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "ssh/hostkeys.h"

#include "ssh/publickey.h"

#include <algorithm>
#include <optional>

namespace imagebuilder::ssh {

namespace {

// cloud-init's write-ssh-key-fingerprints prints these around the keys.
const QByteArray beginMarker = "-----BEGIN SSH HOST KEY KEYS-----";
const QByteArray endMarker = "-----END SSH HOST KEY KEYS-----";
constexpr qsizetype mostKeys = 16;

/// A key in a console line, after whatever prefix the console gave it. Only types that a client can be told to want.
std::optional<QByteArray> keyIn(const QByteArray &line)
{
    for (const QByteArray type :
         {"ssh-ed25519 ", "ecdsa-sha2-nistp256 ", "ecdsa-sha2-nistp384 ", "ecdsa-sha2-nistp521 ", "ssh-rsa "}) {
        const auto at = line.indexOf(type);
        if (at < 0)
            continue;
        if (const auto key = parsePublicKey(line.mid(at)))
            return key->line();
    }
    return std::nullopt;
}

/// All complete blocks that hold a key; keys sorted, each once.
QList<QByteArrayList> blocksIn(const QByteArray &consoleLog)
{
    QList<QByteArrayList> blocks;
    std::optional<QByteArrayList> open;
    for (const auto &raw : consoleLog.split('\n')) {
        const auto line = raw.trimmed();
        if (line.endsWith(beginMarker)) {
            open.emplace();
        } else if (open && line.endsWith(endMarker)) {
            std::ranges::sort(*open);
            if (!open->isEmpty())
                blocks << *open;
            open.reset();
        } else if (open && open->size() < mostKeys) {
            if (const auto key = keyIn(line); key && !open->contains(*key))
                *open << *key;
        }
    }
    return blocks;
}

bool isPartOf(const QByteArrayList &later, const QByteArrayList &first)
{
    return std::ranges::all_of(later, [&first](const auto &key) { return first.contains(key); });
}

std::unexpected<Error> forged()
{
    return failure(ErrorKind::Ssh,
                   QStringLiteral("the console log shows two different blocks of SSH host keys; somebody may be "
                                  "forging them, so none is trusted: build again, and look at the console log"));
}

/// What could change the meaning of a known_hosts line has no place in an address.
bool isPlain(const QString &address)
{
    return !address.isEmpty() && std::ranges::all_of(address, [](QChar c) {
        return c.isLetterOrNumber() || QStringView(u".:-_%").contains(c);
    });
}

} // namespace

Result<HostKeys> parseHostKeys(const QByteArray &consoleLog)
{
    const auto blocks = blocksIn(consoleLog);
    if (blocks.isEmpty())
        return failure(ErrorKind::NotFound,
                       QStringLiteral("the console log holds no complete block of SSH host keys yet"));
    for (const auto &later : blocks)
        if (!isPartOf(later, blocks.first()))
            return forged();
    return HostKeys{blocks.first()};
}

Result<HostKeys> hostKeysSoFar(const Result<HostKeys> &known, const QByteArray &consoleLog)
{
    const auto shown = parseHostKeys(consoleLog);
    if (!shown && shown.error().kind() == ErrorKind::NotFound)
        return known;
    if (!known)
        return known.error().kind() == ErrorKind::NotFound ? shown : known;
    if (shown && isPartOf(shown->keys, known->keys))
        return known;
    return shown ? forged() : shown;
}

HostKeys keysOf(const QByteArray &knownHosts)
{
    HostKeys known;
    for (const auto &line : knownHosts.split('\n'))
        if (const auto key = keyIn(line); key && !known.keys.contains(*key))
            known.keys << *key;
    std::ranges::sort(known.keys);
    return known;
}

QByteArray knownHosts(const HostKeys &keys, const QStringList &addresses, int port)
{
    QByteArray text;
    for (const auto &address : addresses) {
        if (!isPlain(address))
            continue;
        const auto host = port == 22 ? address : QStringLiteral("[%1]:%2").arg(address).arg(port);
        for (const auto &key : keys.keys)
            text += host.toLatin1() + ' ' + key + '\n';
    }
    return text;
}

} // namespace imagebuilder::ssh
