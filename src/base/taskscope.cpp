// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/taskscope.h"

namespace imagebuilder {

void TaskScope::spawn(Task<void> task)
{
    ++m_state->running;
    watch(m_state, std::move(task));
}

Task<void> TaskScope::watch(std::shared_ptr<State> state, Task<void> task)
{
    co_await task;
    --state->running;
    state->ended.notify();
}

Task<void> TaskScope::drain()
{
    const auto state = m_state;
    while (state->running > 0) {
        const auto woken = co_await state->ended.wait({});
        if (!woken)
            co_return;
    }
}

} // namespace imagebuilder
