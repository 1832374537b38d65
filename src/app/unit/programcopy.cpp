// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/programcopy.h"

#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFileInfo>

namespace imagebuilder::app {

namespace {

const QString loaderName = QStringLiteral("ld-linux-x86-64.so.2");
constexpr int copiesKept = 2;

QStringList wordsIn(const QString &folder)
{
    return {folder + QStringLiteral("/lib/") + loaderName, QStringLiteral("--library-path"),
            folder + QStringLiteral("/lib"), folder + QStringLiteral("/bin/imagebuilderd")};
}

/// Another for each program: versions under development share a number.
QString copyName(const QFileInfo &program)
{
    const auto time = program.lastModified().toSecsSinceEpoch();
    return QStringLiteral(IMAGEBUILDER_VERSION "-%1-%2").arg(time, 0, 16).arg(program.size(), 0, 16);
}

Result<void> copyTree(const QString &from, const QString &to)
{
    const QDir source(from);
    QDirIterator files(from, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const auto file = files.next();
        const auto target = to + u'/' + source.relativeFilePath(file);
        if (!QDir().mkpath(QFileInfo(target).path()) || !QFile::copy(file, target))
            return failure(ErrorKind::Storage,
                           QStringLiteral("%1 cannot be copied to %2; is the disk full?").arg(file, target));
    }
    return {};
}

/// The worker is another user than root, whose umask hides what it makes.
void openToAll(const QString &folder)
{
    const auto readable = QFile::ReadGroup | QFile::ReadOther;
    const auto enterable = readable | QFile::ExeGroup | QFile::ExeOther;
    QDirIterator all(folder, QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        all.next();
        const auto permissions = all.fileInfo().permissions();
        const bool runs = all.fileInfo().isDir() || permissions.testFlag(QFile::ExeOwner);
        QFile::setPermissions(all.filePath(), permissions | (runs ? enterable : readable));
    }
    QFile::setPermissions(folder, QFile::permissions(folder) | enterable);
}

void removeOldCopies(const QString &folder)
{
    const auto copies = QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time);
    for (qsizetype i = copiesKept; i < copies.size(); ++i)
        QDir(copies.at(i).filePath()).removeRecursively();
}

} // namespace

QStringList programWords()
{
    const QFileInfo self(QFile::symLinkTarget(QStringLiteral("/proc/self/exe")));
    if (!self.fileName().startsWith(u"ld-linux"))
        return {self.filePath()};
    return wordsIn(QFileInfo(self.path()).path());
}

Result<QStringList> copyProgram(const UnitPlaces &places, const QString &charmFolder)
{
    const QFileInfo program(charmFolder + QStringLiteral("/bin/imagebuilderd"));
    if (!program.exists() || !QFile::exists(charmFolder + QStringLiteral("/lib/") + loaderName))
        return programWords();
    const auto folder = places.at(QStringLiteral("/opt/imagebuilder"));
    const auto copy = folder + u'/' + copyName(program);
    if (QFile::exists(copy))
        return wordsIn(copy);
    // Made beside it and moved, so that a copy is never half there.
    const auto making = copy + QStringLiteral(".new");
    QDir(making).removeRecursively();
    for (const auto &part :
         {QStringLiteral("/bin"), QStringLiteral("/lib"), QStringLiteral("/plugins"), QStringLiteral("/share")})
        IB_CHECK(copyTree(charmFolder + part, making + part));
    openToAll(making);
    if (!QDir().rename(making, copy))
        return failure(ErrorKind::Storage, QStringLiteral("%1 cannot be made").arg(copy));
    QFile::setPermissions(folder, QFile::permissions(folder) | QFile::ReadGroup | QFile::ReadOther | QFile::ExeGroup |
                                      QFile::ExeOther);
    removeOldCopies(folder);
    return wordsIn(copy);
}

} // namespace imagebuilder::app
