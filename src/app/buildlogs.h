// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "build/event.h"

#include <QtCore/QFile>

#include <map>

namespace imagebuilder::app {

/// Writes what happens in each build to a file of its own, FOLDER/BUILD.log (0640): time, step and text in each line.
/// A log that cannot be written is said once and never ends a build.
class BuildLogs
{
public:
    /// `clock` must outlive it.
    BuildLogs(QString folder, const Clock &clock) : m_folder(std::move(folder)), m_clock(clock) {}

    /// Events without a build id are not a build's and are left out; so is the progress of transfers.
    void write(const build::Event &event);
    static QString path(const QString &folder, const QString &build);
    /// Where a build's list of installed software lies, BUILD.manifest beside its log (0640), once it is known.
    static QString manifestPath(const QString &folder, const QString &build);

private:
    void writeManifest(const build::Event &event) const;
    QString m_folder;
    const Clock &m_clock;
    std::map<QString, QFile> m_files;
};

/// Step and text of an event, in one line or with further lines indented.
QString logText(const build::Event &event);

/// One event as it stands in a build's log, without the line end: "2026-01-31T12:00:00Z boot: server 4711".
QString logLine(const build::Event &event, const QDateTime &time);

/// Opens a log file for appending, 0640 whatever the umask, in a folder that is made where it is missing.
Result<void> openLog(QFile &file);

} // namespace imagebuilder::app
