// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/wakeup.h"

#include <vector>

namespace imagebuilder {

/// Holds work that runs in the background; shutdown stops and drains it, so that nothing outlives its collaborators.
class TaskScope
{
public:
    TaskScope() : m_state(std::make_shared<State>()) {}

    /// Takes a task that has started already. It must end soon after token() is stopped.
    void spawn(Task<void> task);
    /// The token that spawned tasks were given.
    std::stop_token token() const { return m_state->source.get_token(); }
    void requestStop() { m_state->source.request_stop(); }
    /// Waits until all spawned tasks have ended.
    [[nodiscard]] Task<void> drain();
    int running() const { return m_state->running; }

private:
    struct State
    {
        std::stop_source source;
        int running = 0;
        Wakeup ended;
    };
    static Task<void> watch(std::shared_ptr<State> state, Task<void> task);
    std::shared_ptr<State> m_state;
};

/// Awaits all tasks (they run side by side already) and keeps their order.
template <typename T> [[nodiscard]] Task<std::vector<T>> all(std::vector<Task<T>> tasks)
{
    std::vector<T> results;
    results.reserve(tasks.size());
    for (auto &task : tasks)
        results.push_back(co_await task);
    co_return results;
}

} // namespace imagebuilder
