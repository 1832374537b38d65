// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QObject>

#include <coroutine>
#include <list>
#include <memory>
#include <stop_token>

namespace imagebuilder {

/// Tasks of one thread wait here until somebody notifies. Waiters are resumed by the event loop, never from within
/// notify(), so a notifier is not re-entered. A notify without a waiter is not remembered: look at the state first.
class Wakeup
{
public:
    Wakeup();
    ~Wakeup();
    Wakeup(const Wakeup &) = delete;
    Wakeup &operator=(const Wakeup &) = delete;

    /// Wakes all who wait now.
    void notify();
    /// Waits for the next notify(). Cancelled when `stop` is requested, or when this object dies meanwhile.
    [[nodiscard]] Task<Result<void>> wait(std::stop_token stop);

private:
    struct Waiter;
    struct Awaiter;
    std::list<std::shared_ptr<Waiter>> m_waiters;
};

} // namespace imagebuilder
