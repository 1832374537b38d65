// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include "base/wakeup.h"

#include <QtCore/QTimer>

namespace imagebuilder {

QDateTime SystemClock::now() const
{
    return QDateTime::currentDateTimeUtc();
}

milliseconds SystemClock::monotonic() const
{
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

Task<Result<void>> SystemClock::sleep(milliseconds duration, std::stop_token stop)
{
    Wakeup over;
    QTimer timer;
    timer.setSingleShot(true);
    timer.setTimerType(duration < seconds(2) ? Qt::PreciseTimer : Qt::CoarseTimer);
    timer.callOnTimeout([&over] { over.notify(); });
    timer.start(duration);
    co_return co_await over.wait(stop);
}

milliseconds Deadline::left() const
{
    return std::max(milliseconds(0), m_end - m_clock->monotonic());
}

} // namespace imagebuilder
