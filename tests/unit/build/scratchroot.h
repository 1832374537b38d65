// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/request.h"

#include <QtCore/QTemporaryDir>

namespace imagebuilder::testing {

/// The root of a small machine in which the image script runs from its first line to its last. Its programs only note
/// how they were called (fixtures/imagescript/standin.sh).
class ScratchRoot
{
public:
    struct Ended
    {
        int exitCode = -1;
        QByteArray output; ///< of both streams
    };

    /// A machine of the base and architecture that the request names.
    explicit ScratchRoot(build::Request request);

    /// Puts a file there.
    void put(const QString &path, const QByteArray &content) const;
    /// Renders the script of the request and runs it.
    Ended run() const;

    /// A line for each call, with its arguments, in their order.
    QByteArray calls() const { return content(QStringLiteral("log")); }
    /// The same without the options that every call of apt-get has.
    QByteArrayList lines() const;
    QByteArray content(const QString &path) const;
    QString onDisk(const QString &path) const { return m_disk.filePath(path); }
    /// Files that would be in the image and hold these bytes.
    QStringList filesWith(const QByteArray &bytes) const;

private:
    build::Request m_request;
    QTemporaryDir m_disk;
};

/// A request by names, the runner's version and proxy left empty.
build::Request requestOf(const QString &base, const QString &arch);

} // namespace imagebuilder::testing
