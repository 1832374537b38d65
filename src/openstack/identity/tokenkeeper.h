// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/wakeup.h"
#include "http/transport.h"
#include "openstack/cloudconfig.h"
#include "openstack/identity/token.h"

#include <optional>

namespace imagebuilder::openstack {

/// What a token is wanted for: a call takes a moment, a transfer may take an hour.
enum class TokenUse { Call, Transfer };

/// Holds one cloud's token and renews it: one login at a time, for which all others wait (CASES 24).
class TokenKeeper
{
public:
    using TokenPointer = std::shared_ptr<const Token>;

    /// All must outlive the keeper.
    TokenKeeper(const Credentials &credentials, http::Transport &transport, const Clock &clock)
        : m_credentials(credentials), m_transport(transport), m_clock(clock)
    {
    }

    /// A token with enough of its life left; logs in when there is none.
    [[nodiscard]] Task<Result<TokenPointer>> token(TokenUse use, std::stop_token stop);
    /// A service did not take this token: the next token() logs in, unless a newer one is here already.
    void refuse(const TokenPointer &token);

private:
    bool suffices(TokenUse use) const;

    const Credentials &m_credentials;
    http::Transport &m_transport;
    const Clock &m_clock;
    TokenPointer m_token;
    milliseconds m_since{0}; ///< monotonic, when the login was sent
    bool m_renewing = false;
    quint64 m_round = 0;                        ///< counts logins that have ended
    std::optional<Result<TokenPointer>> m_last; ///< what the last one ended with; nothing when it was cancelled
    Wakeup m_renewed;
};

} // namespace imagebuilder::openstack
