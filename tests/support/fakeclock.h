// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/wakeup.h"

#include <QtCore/QTimeZone>

namespace imagebuilder::testing {

/// A clock that moves only when told to: sleepers wake when advance() passes their time.
class FakeClock final : public Clock
{
public:
    QDateTime now() const override { return m_start.addMSecs(m_elapsed.count()); }
    milliseconds monotonic() const override { return m_elapsed; }
    [[nodiscard]] Task<Result<void>> sleep(milliseconds duration, std::stop_token stop) override;

    /// Moves time and wakes who is due (through the event loop).
    void advance(milliseconds by);
    /// How many tasks sleep now.
    int sleepers() const { return m_sleepers; }
    /// With true, a sleep ends at once and moves the time by its length.
    void setAutoAdvance(bool on) { m_autoAdvance = on; }

private:
    QDateTime m_start = QDateTime(QDate(2026, 1, 1), QTime(0, 0), QTimeZone::UTC);
    milliseconds m_elapsed{0};
    int m_sleepers = 0;
    bool m_autoAdvance = false;
    Wakeup m_moved;
};

} // namespace imagebuilder::testing
