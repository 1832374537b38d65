// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "build/event.h"

#include <QtCore/QFile>

#include <map>
#include <optional>

namespace imagebuilder::app {

/// How far the transfer is that a build is at.
struct TransferState
{
    QString step;
    QString what; ///< empty: the step says it
    qint64 done = 0;
    qint64 total = 0; ///< bytes
    friend bool operator==(const TransferState &, const TransferState &) = default;
};

/// Keeps the newest progress of each build in a small file beside its log (BUILD.progress, 0640), because neither
/// journal nor log has it and other processes show it. Twice a second at most; the file goes when the step ends.
class BuildProgress
{
public:
    /// `clock` must outlive it.
    BuildProgress(QString folder, const Clock &clock) : m_folder(std::move(folder)), m_clock(clock) {}

    void take(const build::Event &event);
    static QString path(const QString &folder, const QString &build);
    /// Nothing where no transfer is under way.
    static std::optional<TransferState> read(const QString &folder, const QString &build);

private:
    struct Sheet
    {
        QFile file;
        milliseconds written = milliseconds(0);
    };
    void write(const build::Event &event);
    QString m_folder;
    const Clock &m_clock;
    std::map<QString, Sheet> m_sheets;
};

} // namespace imagebuilder::app
