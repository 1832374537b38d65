// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace imagebuilder::simcloud {

/// What happens later by itself, in simulated time: `scale` simulated seconds pass in each real one.
/// Everything runs on one thread that lives as long as this object, in order of its time.
class Timeline
{
public:
    explicit Timeline(double scale);
    ~Timeline();
    Timeline(const Timeline &) = delete;
    Timeline &operator=(const Timeline &) = delete;

    void after(milliseconds simulated, std::function<void()> action);
    /// Drops what is still to come and ends the thread; what runs just now is waited for.
    void stop();
    milliseconds real(milliseconds simulated) const;
    /// For what is planned from now on.
    void setScale(double scale) { m_scale = scale; }

private:
    void run(const std::stop_token &stop);

    std::atomic<double> m_scale;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::multimap<std::chrono::steady_clock::time_point, std::function<void()>> m_due;
    std::jthread m_thread;
};

} // namespace imagebuilder::simcloud
