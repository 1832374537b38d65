// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "simcloud/sim/fault.h"

#include <condition_variable>
#include <mutex>

namespace imagebuilder::simcloud {

/// A request that shall stop before it is carried out, or before its answer goes out, until it is released.
struct Hold
{
    enum class Stage { Waiting, Held, Released };
    int id = 0;
    RequestPattern pattern;
    bool after = false;
    Stage stage = Stage::Waiting;
    bool drop = false;  ///< after the release the request is forgotten, or its answer
    qint64 request = 0; ///< the held one's number
};

/// What tests do to the traffic: faults, holds and waits that end when the program ends. Safe from any thread.
class Steering
{
public:
    int addFault(Fault fault);
    QList<Fault> faults() const;
    /// Forgets all faults; what hangs or stalls by one ends.
    void clearFaults();
    /// The first fault that picks this request.
    std::optional<Fault> faultFor(const Request &request, const QString &projectName);

    int addHold(const RequestPattern &pattern, bool after);
    QList<Hold> holds() const;
    /// The hold, once it holds a request; nothing when it did not within `most`.
    std::optional<Hold> waitUntilHeld(int id, milliseconds most);
    /// False when there is no such hold.
    bool release(int id, bool drop);
    void releaseAll();
    /// The hold that picks this request, now marked as holding request `number`; 0 when none does.
    int takeHold(const Request &request, const QString &projectName, qint64 number);
    /// Blocks if that hold is for this side of the request; false when the request is to be dropped.
    bool passes(int hold, bool after);

    /// False when the program ends meanwhile.
    bool pause(milliseconds time);
    /// Blocks until the client leaves, this fault is cleared (it may be already) or the program ends.
    void hang(int fault, const std::function<bool()> &clientIsGone);
    /// Ends all waits for good.
    void stop();

private:
    Hold *find(int id);

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    QList<Fault> m_faults;
    QList<Hold> m_holds;
    int m_lastId = 0;
    bool m_stopped = false;
};

} // namespace imagebuilder::simcloud
