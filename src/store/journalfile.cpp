// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journalfile.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace imagebuilder::store {

namespace {

std::unexpected<Error> noWay(const QString &doing, const QString &path)
{
    return failure(
        ErrorKind::Storage,
        QStringLiteral("cannot %1 %2: %3; check the owner and mode of its folder, or name another state folder")
            .arg(doing, path, qt_error_string(errno)));
}

Result<void> makeFolder(const QString &path)
{
    const auto name = QFile::encodeName(path);
    if (::mkdir(name.constData(), 0700) == 0)
        return {};
    if (errno == ENOENT) {
        IB_CHECK(makeFolder(QFileInfo(path).path()));
        if (::mkdir(name.constData(), 0700) == 0)
            return {};
    }
    const int why = errno; // on a read-only file system mkdir may say EROFS of a folder that exists
    if (QFileInfo(path).isDir())
        return {};
    errno = why;
    return noWay(QStringLiteral("make the folder"), path);
}

} // namespace

JournalFile lookAt(const QString &path)
{
    struct stat seen;
    JournalFile file;
    if (::stat(QFile::encodeName(path).constData(), &seen) == 0) {
        file.exists = true;
        file.inode = seen.st_ino;
        file.size = seen.st_size;
        file.changedNs = seen.st_mtim.tv_sec * 1'000'000'000LL + seen.st_mtim.tv_nsec;
    }
    file.hasWal = QFile::exists(path + QStringLiteral("-wal"));
    return file;
}

Result<void> makeJournalFile(const QString &path)
{
    const auto folder = QFileInfo(path).path();
    IB_CHECK(makeFolder(folder));
    const int file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (file < 0)
        return errno == EEXIST ? Result<void>{} : noWay(QStringLiteral("make"), path);
    ::fchmod(file, 0640); // a umask of 077 would have kept the group out
    ::close(file);
    // The name must survive a power cut too.
    if (const int names = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        names >= 0) {
        ::fsync(names);
        ::close(names);
    }
    return {};
}

Result<QString> setAside(const QString &path, const Clock &clock)
{
    const auto wanted = path + QStringLiteral(".corrupt-") + clock.now().toString(u"yyyyMMdd'T'HHmmss'Z'");
    auto free = wanted;
    for (int number = 2; QFile::exists(free); ++number)
        free = QStringLiteral("%1-%2").arg(wanted).arg(number);
    for (const auto &part : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")}) {
        const auto from = QFile::encodeName(path + part);
        if (::rename(from.constData(), QFile::encodeName(free + part).constData()) != 0 && errno != ENOENT)
            return noWay(QStringLiteral("set aside"), path + part);
    }
    return free;
}

} // namespace imagebuilder::store
