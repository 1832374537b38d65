// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/showmanifest.h"

namespace imagebuilder::app {

using build::Manifest;

namespace {

using PackageKey = std::pair<qsizetype, QString>; ///< kind in its order, name

/// Versions by kind and name; where a name is there more than once (two architectures), all of them.
QMap<PackageKey, QStringList> byName(const Manifest &manifest, QStringList &kinds)
{
    QMap<PackageKey, QStringList> packages;
    for (const auto &each : manifest.packages) {
        if (!kinds.contains(each.kind))
            kinds << each.kind;
        const auto version =
            each.revision.isEmpty() ? each.version : QStringLiteral("%1 (%2)").arg(each.version, each.revision);
        packages[{kinds.indexOf(each.kind), each.name}] << version;
    }
    return packages;
}

QList<SoftwareChange> changedFacts(const Manifest &from, const Manifest &to)
{
    const QList<std::tuple<QString, QString, QString>> all{
        {QStringLiteral("base image"), from.baseSerial, to.baseSerial},
        {QStringLiteral("base image SHA-256"), from.baseSha256, to.baseSha256},
        {QStringLiteral("kernel"), from.kernel, to.kernel},
        {QStringLiteral("runner"), from.runner, to.runner},
        {QStringLiteral("runner archive SHA-256"), from.runnerSha256, to.runnerSha256},
        {QStringLiteral("yq commit"), from.yqCommit, to.yqCommit},
        {QStringLiteral("script SHA-256"), from.scriptSha256, to.scriptSha256},
        {QStringLiteral("size"), QString::number(from.size), QString::number(to.size)},
    };
    QList<SoftwareChange> changes;
    for (const auto &[fact, before, after] : all)
        if (before != after)
            changes << SoftwareChange{.kind = fact, .name = {}, .before = before, .after = after};
    return changes;
}

} // namespace

ManifestDiff differences(const Manifest &from, const Manifest &to)
{
    ManifestDiff diff{.from = from.build, .to = to.build, .facts = changedFacts(from, to)};
    QStringList kinds{QStringLiteral("deb"), QStringLiteral("snap"), QStringLiteral("npm"), QStringLiteral("cargo")};
    const auto before = byName(from, kinds);
    const auto after = byName(to, kinds);
    auto keys = before.keys() + after.keys();
    std::ranges::sort(keys);
    const auto repeated = std::ranges::unique(keys);
    keys.erase(repeated.begin(), repeated.end());
    for (const auto &key : std::as_const(keys)) {
        const SoftwareChange change{.kind = kinds.at(key.first),
                                    .name = key.second,
                                    .before = before.value(key).join(u", "),
                                    .after = after.value(key).join(u", ")};
        if (change.before == change.after)
            continue;
        auto &list = !before.contains(key) ? diff.added : !after.contains(key) ? diff.removed : diff.upgraded;
        list << change;
    }
    return diff;
}

} // namespace imagebuilder::app
