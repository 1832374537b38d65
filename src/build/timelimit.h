// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"

namespace imagebuilder::build {

/// A stop that comes from outside or when the time is up, whichever is first.
class TimeLimit
{
public:
    /// `clock` must outlive it by one turn of the event loop.
    TimeLimit(Clock &clock, milliseconds limit, std::stop_token outside);
    ~TimeLimit();
    TimeLimit(const TimeLimit &) = delete;
    TimeLimit &operator=(const TimeLimit &) = delete;

    std::stop_token token() const { return m_stop.get_token(); }
    /// What a wait under this limit ended with, told apart: Cancelled becomes Timeout when it was the time.
    Error explained(const Error &error, const QString &what) const;

private:
    static Task<void> count(Clock &clock, milliseconds limit, std::stop_source stop, std::shared_ptr<bool> ranOut,
                            std::stop_token over);
    milliseconds m_limit;
    std::stop_source m_stop;
    std::stop_source m_over;
    std::shared_ptr<bool> m_ranOut = std::make_shared<bool>(false);
    std::stop_callback<std::function<void()>> m_fromOutside;
};

} // namespace imagebuilder::build
