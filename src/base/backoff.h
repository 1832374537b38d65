// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"

#include <random>

namespace imagebuilder {

/// Growing delays with jitter between attempts: each is drawn from [half, whole] of `first`·2ⁿ, never above `most`.
class Backoff
{
public:
    explicit Backoff(milliseconds first = milliseconds(500), milliseconds most = seconds(30),
                     quint32 seed = std::random_device{}());
    /// The delay before the next attempt.
    milliseconds next();
    void reset() { m_attempt = 0; }

private:
    milliseconds m_first;
    milliseconds m_most;
    int m_attempt = 0;
    std::minstd_rand m_random;
};

} // namespace imagebuilder
