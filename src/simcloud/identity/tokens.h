// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/options.h"
#include "simcloud/state/state.h"

namespace imagebuilder::simcloud {

/// What a token is asked to be good for; all empty: nothing but asking for another one.
struct Scope
{
    QString projectId;
    QString domainId;
    bool system = false;
};

/// The token if it is known and has not expired, else null.
const Token *validToken(const State &state, const QString &id);

/// A new token for that user; null when the user has no role there.
Token *issueToken(State &state, const QString &userId, const Scope &scope, const QStringList &methods,
                  const QDateTime &expires);

/// The object that Keystone answers under "token", with the catalog only for a token with a scope.
QJsonObject tokenJson(const State &state, const Token &token, const QJsonArray &catalog);

} // namespace imagebuilder::simcloud
