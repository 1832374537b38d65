// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/sim/steering.h"

namespace imagebuilder::simcloud {

int Steering::addFault(Fault fault)
{
    const std::scoped_lock lock(m_mutex);
    fault.id = ++m_lastId;
    m_faults.append(std::move(fault));
    return m_lastId;
}

QList<Fault> Steering::faults() const
{
    const std::scoped_lock lock(m_mutex);
    return m_faults;
}

void Steering::clearFaults()
{
    const std::scoped_lock lock(m_mutex);
    m_faults.clear();
    m_changed.notify_all();
}

std::optional<Fault> Steering::faultFor(const Request &request, const QString &projectName)
{
    const std::scoped_lock lock(m_mutex);
    for (auto &fault : m_faults)
        if (fault.pattern.picks(request, projectName))
            return fault;
    return std::nullopt;
}

int Steering::addHold(const RequestPattern &pattern, bool after)
{
    const std::scoped_lock lock(m_mutex);
    m_holds.append({.id = ++m_lastId, .pattern = pattern, .after = after});
    return m_lastId;
}

QList<Hold> Steering::holds() const
{
    const std::scoped_lock lock(m_mutex);
    return m_holds;
}

Hold *Steering::find(int id)
{
    const auto found = std::ranges::find(m_holds, id, &Hold::id);
    return found == m_holds.end() ? nullptr : &*found;
}

std::optional<Hold> Steering::waitUntilHeld(int id, milliseconds most)
{
    std::unique_lock lock(m_mutex);
    const auto isHeld = [&] {
        const auto *hold = find(id);
        return hold && hold->stage == Hold::Stage::Held;
    };
    m_changed.wait_for(lock, most, [&] { return m_stopped || !find(id) || isHeld(); });
    return isHeld() ? std::optional(*find(id)) : std::nullopt;
}

bool Steering::release(int id, bool drop)
{
    const std::scoped_lock lock(m_mutex);
    auto *hold = find(id);
    if (!hold)
        return false;
    hold->stage = Hold::Stage::Released;
    hold->drop = drop;
    m_changed.notify_all();
    return true;
}

void Steering::releaseAll()
{
    const std::scoped_lock lock(m_mutex);
    for (auto &hold : m_holds)
        hold.stage = Hold::Stage::Released;
    m_changed.notify_all();
}

int Steering::takeHold(const Request &request, const QString &projectName, qint64 number)
{
    const std::scoped_lock lock(m_mutex);
    for (auto &hold : m_holds) {
        if (hold.stage != Hold::Stage::Waiting || !hold.pattern.picks(request, projectName))
            continue;
        hold.request = number;
        return hold.id;
    }
    return 0;
}

bool Steering::passes(int id, bool after)
{
    std::unique_lock lock(m_mutex);
    auto *hold = find(id);
    if (!hold || hold->after != after || hold->stage == Hold::Stage::Released)
        return true;
    hold->stage = Hold::Stage::Held;
    m_changed.notify_all();
    m_changed.wait(lock, [&] { return m_stopped || find(id)->stage == Hold::Stage::Released; });
    return !m_stopped && !find(id)->drop;
}

bool Steering::pause(milliseconds time)
{
    std::unique_lock lock(m_mutex);
    return !m_changed.wait_for(lock, time, [this] { return m_stopped; });
}

void Steering::hang(int fault, const std::function<bool()> &clientIsGone)
{
    constexpr milliseconds lookEvery{100}; // a closed socket wakes nobody
    std::unique_lock lock(m_mutex);
    while (!m_stopped && std::ranges::contains(m_faults, fault, &Fault::id) && !clientIsGone())
        m_changed.wait_for(lock, lookEvery);
}

void Steering::stop()
{
    const std::scoped_lock lock(m_mutex);
    m_stopped = true;
    m_changed.notify_all();
}

} // namespace imagebuilder::simcloud
