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

/// Shows what happens: on a terminal one line that is drawn anew (at most five times a second) below lines that stay;
/// elsewhere only lines that stay, transfers every ten seconds.
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
    QString statusLine() const;
    void stay(const QString &text);
    void started(const build::Event &event);
    void ended(const build::Event &event);
    void transferred(const build::Event &event);

    ProgressTarget m_target;
    const Clock &m_clock;
    milliseconds m_start;
    QSet<QString> m_builds;
    QList<Running> m_running;
    QSet<QString> m_warned; ///< several builds say the same; once is enough here
    Transfers m_transfers;
    milliseconds m_drawn;
    milliseconds m_transferShown;
    bool m_onScreen = false;
};

} // namespace imagebuilder::headless
