// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"

namespace imagebuilder::testing {

/// The system's clock, ten times as fast: pauses and deadlines against real services, in a test's time.
class QuickClock final : public Clock
{
public:
    QDateTime now() const override { return m_system.now(); }
    milliseconds monotonic() const override { return m_system.monotonic() * speed; }
    [[nodiscard]] Task<Result<void>> sleep(milliseconds duration, std::stop_token stop) override
    {
        return m_system.sleep(std::max(duration / speed, milliseconds(1)), std::move(stop));
    }

private:
    static constexpr int speed = 10;
    SystemClock m_system;
};

} // namespace imagebuilder::testing
