// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "headless/progress/transfers.h"

#include <QtCore/QSet>

#include <functional>

namespace imagebuilder::headless {

/// Where progress is shown.
struct ProgressTarget
{
    std::function<void(QByteArray)> write;
    bool terminal = false;
    std::function<int()> width = [] {
        return 80;
    }; ///< asked for at each drawing of a terminal's line
};

/// Shows what happens: on a terminal below lines that stay some that are drawn anew (at most five times a second), one
/// for each build when several run; elsewhere only lines that stay, transfers every ten seconds.
class ProgressView
{
public:
    /// `clock` must outlive it.
    ProgressView(ProgressTarget target, const Clock &clock);

    void take(const build::Event &event);
    /// Draws elapsed time anew; call it a few times a second.
    void tick();
    /// A line that stays (a warning, a message).
    void note(const QString &text);
    /// Takes the drawn line away, for whatever is written next.
    void clear();

private:
    struct Running
    {
        QString build;
        QString step;
        milliseconds since;
    };
    /// The step, with the build where several are under way.
    QString named(const QString &build, const QString &step) const;
    /// The build as people know it: its image's name, or the start of its id.
    QString called(const QString &build) const;
    /// Steps of a build that run, each with its time.
    QStringList stepsOf(const QString &build) const;
    QStringList statusLines() const;
    void stay(const QString &text);
    void started(const build::Event &event);
    void ended(const build::Event &event);
    void transferred(const build::Event &event);

    ProgressTarget m_target;
    const Clock &m_clock;
    milliseconds m_start;
    QMap<QString, QString> m_builds; ///< id → name of the image it makes
    QList<Running> m_running;
    QSet<QString> m_warned; ///< several builds say the same; once is enough here
    Transfers m_transfers;
    milliseconds m_drawn;
    milliseconds m_transferShown;
    qsizetype m_onScreen = 0; ///< lines
};

} // namespace imagebuilder::headless
