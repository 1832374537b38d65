// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/showmanifest.h"

#include "app/showbuild.h"
#include "build/steps.h"

namespace imagebuilder::app {

using build::Manifest;

namespace {

QString fileOf(Backend &backend, const QString &build)
{
    return BuildLogs::manifestPath(backend.settings().folders.log, build);
}

/// What became known only after the manifest was taken.
Result<void> addLater(const store::Journal &journal, Manifest &manifest)
{
    IB_TRY(const auto steps, journal.steps(manifest.build));
    for (const auto &step : steps)
        if (step.step == build::step::snapshot && step.data.contains(u"size"))
            manifest.size = step.data.value(u"size").toInteger();
    return {};
}

Result<QString> buildBefore(Backend &backend, const store::BuildRecord &build)
{
    IB_TRY(const auto *const journal, backend.journal());
    IB_TRY(const auto builds, journal->builds(0));
    bool older = false;
    for (const auto &each : builds) {
        if (older && each.imageName == build.imageName && QFile::exists(fileOf(backend, each.id)))
            return each.id;
        older = older || each.id == build.id;
    }
    return failure(ErrorKind::NotFound,
                   QStringLiteral("no build of %1 before %2 has a manifest to compare with; name one: `imagebuilderd "
                                  "builds diff A B`")
                       .arg(build.imageName, build.id));
}

} // namespace

Result<Manifest> readManifest(Backend &backend, const QString &id)
{
    IB_TRY(const auto view, findBuild(backend, id));
    QFile file(fileOf(backend, view.record.id));
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::NotFound,
                       QStringLiteral("build %1 has no manifest at %2: it never came to its step seal, or its logs are "
                                      "gone already; `imagebuilderd builds show %1` says how far it came")
                           .arg(view.record.id, file.fileName()));
    auto manifest = build::parseManifest(file.readAll());
    if (!manifest)
        return std::unexpected(manifest.error().withContext(file.fileName()));
    manifest->build = view.record.id;
    IB_TRY(const auto *const journal, backend.journal());
    IB_CHECK(addLater(*journal, *manifest));
    return manifest;
}

Result<ManifestDiff> diffBuilds(Backend &backend, const QString &from, const QString &to)
{
    IB_TRY(const auto newer, readManifest(backend, to));
    QString older = from;
    if (older.isEmpty()) {
        IB_TRY(const auto view, findBuild(backend, to));
        IB_TRY(older, buildBefore(backend, view.record));
    }
    IB_TRY(const auto before, readManifest(backend, older));
    return differences(before, newer);
}

} // namespace imagebuilder::app
