// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "build/event.h"

#include <QtCore/QMap>

#include <deque>

namespace imagebuilder::headless {

/// Transfers under way, as one sum: how much, how fast over the last seconds, and how long it will take.
class Transfers
{
public:
    /// Takes an event of kind Progress.
    void take(const build::Event &event, milliseconds now);
    /// Forgets those of a step that has ended.
    void end(const QString &build, const QString &step);

    bool active() const { return done() < total(); }
    qint64 done() const;
    qint64 total() const;
    /// Bytes in a second; 0 while unknown.
    qint64 rate() const;
    /// "[######----] 60 %  1.2 GiB of 2.0 GiB  240 MiB/s  4 s left"; `bar` characters for the bar, 0 for none.
    QString shown(int bar) const;

private:
    struct Amount
    {
        QString build;
        QString step;
        qint64 done = 0;
        qint64 total = 0;
    };
    struct Sample
    {
        milliseconds time;
        qint64 done;
    };
    QMap<QString, Amount> m_amounts; ///< by build, step and what is transferred
    std::deque<Sample> m_samples;
};

} // namespace imagebuilder::headless
