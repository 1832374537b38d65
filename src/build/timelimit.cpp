// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/timelimit.h"

namespace imagebuilder::build {

TimeLimit::TimeLimit(Clock &clock, milliseconds limit, std::stop_token outside)
    : m_limit(limit), m_fromOutside(std::move(outside), [stop = m_stop]() mutable { stop.request_stop(); })
{
    count(clock, limit, m_stop, m_ranOut, m_over.get_token());
}

TimeLimit::~TimeLimit()
{
    m_over.request_stop();
}

Error TimeLimit::explained(const Error &error, const QString &what) const
{
    if (error.kind() != ErrorKind::Cancelled || !*m_ranOut)
        return error;
    return {ErrorKind::Timeout, QStringLiteral("%1 took longer than %2 s").arg(what).arg(m_limit.count() / 1000)};
}

Task<void> TimeLimit::count(Clock &clock, milliseconds limit, std::stop_source stop, std::shared_ptr<bool> ranOut,
                            std::stop_token over)
{
    const auto slept = co_await clock.sleep(limit, over);
    if (slept) {
        *ranOut = true;
        stop.request_stop();
    }
}

} // namespace imagebuilder::build
