// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/layout.h"

#include <QtCore/QFileInfo>

namespace imagebuilder::images {

namespace {

/// The image itself, then what it may be packed as.
QStringList namesOf(const QString &image)
{
    const auto stem = QFileInfo(image).completeBaseName();
    QStringList names{image};
    for (const auto *ending : {".xz", ".zst", ".gz", ".bz2", ".zip"})
        names << image + QLatin1StringView(ending);
    for (const auto *ending : {".tar.xz", ".tar.zst", ".tar.gz", ".tar.bz2", ".tar", ".zip"})
        names << stem + QLatin1StringView(ending);
    return names;
}

/// One file serves every release and architecture that is asked for, so a name that says another is a mistake.
Result<void> isMeant(const QString &name, const Release &release, const Arch &arch)
{
    for (const auto &other : releases())
        if (other != release && name.contains(other.codename) && !name.contains(release.codename))
            return failure(ErrorKind::Config, QStringLiteral("the mirror is one file, %1, for %2; it does not serve %3")
                                                  .arg(name, other.codename, release.codename));
    for (const auto &other : archs())
        if (other.ubuntu != arch.ubuntu && name.contains(other.ubuntu) && !name.contains(arch.ubuntu))
            return failure(ErrorKind::Config, QStringLiteral("the mirror is one file, %1, for %2; it does not serve %3")
                                                  .arg(name, other.ubuntu, arch.ubuntu));
    return {};
}

Result<Layout> ofOneFile(const QUrl &mirror, const Release &release, const Arch &arch)
{
    const QFileInfo file(mirror.toLocalFile());
    const auto name = file.fileName();
    IB_CHECK(isMeant(name, release, arch));
    return Layout{.base = QUrl::fromLocalFile(file.absolutePath()),
                  .lists = {name + QStringLiteral(".sha256"), QStringLiteral("SHA256SUMS")},
                  .images = {name},
                  .pinnedSha256 = mirror.fragment().section(u'=', 1).toLatin1()};
}

} // namespace

Result<Layout> layoutOf(const SourceOptions &options, const Release &release, const Arch &arch)
{
    const QFileInfo local(options.mirror.toLocalFile());
    if (options.mirror.isLocalFile() && !local.exists())
        return failure(ErrorKind::NotFound,
                       QStringLiteral("the mirror %1 is neither a folder nor a file").arg(local.filePath()));
    if (options.mirror.isLocalFile() && local.isFile())
        return ofOneFile(options.mirror, release, arch);
    const auto releaseFolder = release.codename + u'/';
    const auto date = options.date.isEmpty() ? QStringLiteral("current") : options.date;
    return Layout{.base = options.mirror,
                  .releaseFolder = releaseFolder,
                  .folder = releaseFolder + date + u'/',
                  .lists = {QStringLiteral("SHA256SUMS")},
                  .images = namesOf(upstreamFileName(release, arch)),
                  .pinnedSha256 = {}};
}

} // namespace imagebuilder::images
