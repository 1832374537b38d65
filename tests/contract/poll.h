// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QDeadlineTimer>
#include <QtTest/QTest>

#include <chrono>

namespace imagebuilder::testing {

/// Asks a cloud, which nobody can wake us from, until `done` or the time is up.
template <typename Done> bool pollUntil(std::chrono::milliseconds timeout, Done done)
{
    for (QDeadlineTimer deadline(timeout); !deadline.hasExpired(); QTest::qWait(250))
        if (done())
            return true;
    return false;
}

} // namespace imagebuilder::testing
