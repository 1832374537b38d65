// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/backoff.h"

#include <algorithm>

namespace imagebuilder {

Backoff::Backoff(milliseconds first, milliseconds most, quint32 seed) : m_first(first), m_most(most), m_random(seed) {}

milliseconds Backoff::next()
{
    constexpr int enough = 20; // 2^20 · 1 ms is beyond any `most`
    const auto whole = std::min(m_most, m_first * (1L << std::min(m_attempt++, enough)));
    std::uniform_int_distribution<qint64> jitter(whole.count() / 2, whole.count());
    return milliseconds(jitter(m_random));
}

} // namespace imagebuilder
