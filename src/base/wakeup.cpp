// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/wakeup.h"

#include <QtCore/QCoreApplication>

#include <optional>

namespace imagebuilder {

/// One suspended task. `outcome` is set once, by whoever comes first: notify, stop or the Wakeup's end.
struct Wakeup::Waiter
{
    std::coroutine_handle<> handle;
    std::optional<bool> notified;

    void finish(bool byNotify, const std::shared_ptr<Waiter> &self)
    {
        if (notified)
            return;
        notified = byNotify;
        QMetaObject::invokeMethod(
            QCoreApplication::instance(), [self] { self->handle.resume(); }, Qt::QueuedConnection);
    }
};

struct Wakeup::Awaiter
{
    std::shared_ptr<Waiter> waiter;
    std::stop_token stop;
    std::optional<std::stop_callback<std::function<void()>>> callback;

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle)
    {
        waiter->handle = handle;
        callback.emplace(stop, [self = waiter] { self->finish(false, self); });
    }
    bool await_resume() const noexcept { return waiter->notified.value_or(false); }
};

Wakeup::Wakeup() = default;

Wakeup::~Wakeup()
{
    for (const auto &waiter : m_waiters)
        waiter->finish(false, waiter);
}

void Wakeup::notify()
{
    for (const auto &waiter : std::exchange(m_waiters, {}))
        waiter->finish(true, waiter);
}

Task<Result<void>> Wakeup::wait(std::stop_token stop)
{
    if (stop.stop_requested())
        co_return failure(cancelled());
    auto waiter = std::make_shared<Waiter>();
    m_waiters.push_back(waiter);
    // `this` may be gone after the wait; only the waiter is looked at then.
    Awaiter awaiter{waiter, stop, std::nullopt};
    const bool notified = co_await awaiter;
    if (!notified)
        co_return failure(cancelled());
    co_return Result<void>{};
}

} // namespace imagebuilder
