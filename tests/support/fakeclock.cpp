// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/fakeclock.h"

namespace imagebuilder::testing {

Task<Result<void>> FakeClock::sleep(milliseconds duration, std::stop_token stop)
{
    const auto due = m_elapsed + duration;
    if (m_autoAdvance)
        m_elapsed = std::max(m_elapsed, due);
    ++m_sleepers;
    while (m_elapsed < due) {
        const auto woken = co_await m_moved.wait(stop);
        if (!woken) {
            --m_sleepers;
            co_return std::unexpected(woken.error());
        }
    }
    --m_sleepers;
    if (stop.stop_requested())
        co_return failure(cancelled());
    co_return Result<void>{};
}

void FakeClock::advance(milliseconds by)
{
    m_elapsed += by;
    m_moved.notify();
}

} // namespace imagebuilder::testing
