// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/wakeup.h"

#include <QtCore/QTimer>

namespace imagebuilder::http {

/// Counts the time without a byte of one exchange, and wakes who waits for it once that was too long.
class IdleTimer
{
public:
    /// `wakeup` must outlive it.
    IdleTimer(milliseconds longest, Wakeup &wakeup)
    {
        m_timer.setSingleShot(true);
        m_timer.setInterval(longest);
        m_timer.callOnTimeout([this, &wakeup] {
            m_passed = true;
            wakeup.notify();
        });
        m_timer.start();
    }

    bool passed() const { return m_passed; }
    /// A byte came or went.
    void restart() { m_timer.start(); }
    /// Our own side takes its time now (a slow sink, an empty ring); restart() counts again.
    void pause() { m_timer.stop(); }

private:
    QTimer m_timer;
    bool m_passed = false;
};

} // namespace imagebuilder::http
