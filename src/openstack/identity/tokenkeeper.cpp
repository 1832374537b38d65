// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/identity/tokenkeeper.h"

#include "openstack/identity/login.h"

namespace imagebuilder::openstack {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

} // namespace

bool TokenKeeper::suffices(TokenUse use) const
{
    if (!m_token)
        return false;
    const auto age = m_clock.monotonic() - m_since;
    const auto left = m_token->life - age;
    if (use == TokenUse::Call)
        return left >= std::min<milliseconds>(minutes(1), m_token->life / 2);
    // Where tokens live for an hour or less, a new one would not be better than one of a minute ago.
    const bool isNew = age < std::min<milliseconds>(minutes(1), m_token->life / 2);
    return isNew || left >= std::max<milliseconds>(hours(1), m_token->life / 2);
}

Task<Result<TokenKeeper::TokenPointer>> TokenKeeper::token(TokenUse use, std::stop_token stop)
{
    // QCoro moves out of what is returned by its name: members are returned as copies.
    if (suffices(use))
        co_return TokenPointer(m_token);
    while (m_renewing) {
        const auto round = m_round;
        IB_CO_CHECK(co_await m_renewed.wait(stop));
        // When whoever logged in was cancelled, the first of those who waited does it instead.
        if (m_round != round && m_last)
            co_return Result<TokenPointer>(*m_last);
    }
    m_renewing = true;
    const auto since = m_clock.monotonic();
    auto renewed = co_await logIn(m_transport, m_clock, m_credentials, stop);
    m_renewing = false;
    ++m_round;
    m_last.reset();
    if (renewed) {
        m_token = std::make_shared<const Token>(std::move(*renewed));
        m_since = since;
        m_last = m_token;
    } else if (renewed.error().kind() != ErrorKind::Cancelled) {
        m_last = failure(renewed.error());
    }
    m_renewed.notify();
    if (!renewed)
        co_return failure(renewed.error());
    co_return TokenPointer(m_token);
}

void TokenKeeper::refuse(const TokenPointer &token)
{
    if (m_token == token)
        m_token.reset();
}

} // namespace imagebuilder::openstack
