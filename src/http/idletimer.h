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
    void restart()
    {
        if (!m_paused)
            m_timer.start();
    }
    /// Our own side takes its time now (a slow sink, an empty ring), whatever still comes.
    void pause()
    {
        m_paused = true;
        m_timer.stop();
    }
    void resume()
    {
        m_paused = false;
        m_timer.start();
    }

private:
    QTimer m_timer;
    bool m_paused = false;
    bool m_passed = false;
};

} // namespace imagebuilder::http
