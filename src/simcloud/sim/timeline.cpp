// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/sim/timeline.h"

namespace imagebuilder::simcloud {

Timeline::Timeline(double scale) : m_scale(scale), m_thread([this](const std::stop_token &stop) { run(stop); }) {}

Timeline::~Timeline()
{
    stop();
}

milliseconds Timeline::real(milliseconds simulated) const
{
    return milliseconds(static_cast<qint64>(static_cast<double>(simulated.count()) / m_scale));
}

void Timeline::after(milliseconds simulated, std::function<void()> action)
{
    const std::scoped_lock lock(m_mutex);
    m_due.emplace(std::chrono::steady_clock::now() + real(simulated), std::move(action));
    m_changed.notify_all();
}

void Timeline::stop()
{
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void Timeline::run(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    while (!stop.stop_requested()) {
        if (m_due.empty()) {
            m_changed.wait(lock, stop, [this] { return !m_due.empty(); });
        } else if (const auto next = m_due.begin()->first; next > std::chrono::steady_clock::now()) {
            m_changed.wait_until(lock, stop, next,
                                 [this, next] { return !m_due.empty() && m_due.begin()->first < next; });
        } else {
            const auto action = std::move(m_due.extract(m_due.begin()).mapped());
            lock.unlock();
            action();
            lock.lock();
        }
    }
}

} // namespace imagebuilder::simcloud
