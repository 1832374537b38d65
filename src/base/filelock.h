// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QString>

#include <optional>

namespace imagebuilder {

/// An flock on a file: held as long as this value lives, let go by the kernel when the process dies, however it dies.
class FileLock
{
public:
    /// std::nullopt when another process holds it. Makes the file (0600) when it is missing.
    static Result<std::optional<FileLock>> tryLock(const QString &path);
    /// Blocks until it is free: only for locks that everybody holds for milliseconds.
    static Result<FileLock> lock(const QString &path);
    FileLock(FileLock &&other) noexcept;
    FileLock &operator=(FileLock &&other) noexcept;
    ~FileLock();

private:
    static Result<std::optional<FileLock>> take(const QString &path, int operation);
    explicit FileLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor = -1;
};

} // namespace imagebuilder
