// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/filelock.h"

#include <QtCore/QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace imagebuilder {

Result<std::optional<FileLock>> FileLock::tryLock(const QString &path)
{
    return take(path, LOCK_EX | LOCK_NB);
}

Result<FileLock> FileLock::lock(const QString &path)
{
    IB_TRY(auto taken, take(path, LOCK_EX));
    return std::move(*taken);
}

Result<std::optional<FileLock>> FileLock::take(const QString &path, int operation)
{
    const auto name = QFile::encodeName(path);
    // Close-on-exec: a child such as ssh must not keep the lock beyond our death.
    const int descriptor = ::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return failure(ErrorKind::Storage,
                       QStringLiteral("the lock file %1 cannot be opened: %2; check the folder's owner and mode")
                           .arg(path, qt_error_string(errno)));
    FileLock lock(descriptor);
    int outcome = 0;
    do {
        outcome = ::flock(descriptor, operation);
    } while (outcome != 0 && errno == EINTR);
    if (outcome == 0)
        return std::optional<FileLock>(std::move(lock));
    if (errno == EWOULDBLOCK)
        return std::optional<FileLock>();
    return failure(ErrorKind::Storage,
                   QStringLiteral("the file %1 cannot be locked: %2").arg(path, qt_error_string(errno)));
}

FileLock::FileLock(FileLock &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

FileLock &FileLock::operator=(FileLock &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

FileLock::~FileLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace imagebuilder
