// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QDateTime>

#include <chrono>
#include <stop_token>

namespace imagebuilder {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// The only source of time and of waiting, so that no test sleeps.
class Clock
{
public:
    virtual ~Clock() = default;
    /// Wall time in UTC; may jump.
    virtual QDateTime now() const = 0;
    /// Time since some fixed moment; never goes back.
    virtual milliseconds monotonic() const = 0;
    /// Waits; Cancelled as soon as a stop is requested.
    [[nodiscard]] virtual Task<Result<void>> sleep(milliseconds duration, std::stop_token stop) = 0;
};

/// The machine's clock and the event loop's timers.
class SystemClock final : public Clock
{
public:
    QDateTime now() const override;
    milliseconds monotonic() const override;
    [[nodiscard]] Task<Result<void>> sleep(milliseconds duration, std::stop_token stop) override;
};

/// A moment of the monotonic clock after which a wait gives up.
class Deadline
{
public:
    Deadline(const Clock &clock, milliseconds timeout) : m_clock(&clock), m_end(clock.monotonic() + timeout) {}
    bool passed() const { return m_clock->monotonic() >= m_end; }
    /// Never negative.
    milliseconds left() const;

private:
    const Clock *m_clock;
    milliseconds m_end;
};

} // namespace imagebuilder
