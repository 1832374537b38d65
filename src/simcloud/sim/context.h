// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/state/state.h"
#include "simcloud/web/message.h"

#include <mutex>

namespace imagebuilder::simcloud {

class Cloud;

/// Whose token came with the request.
struct Caller
{
    QString userId;
    QString projectId;
    QStringList roles;
    bool isAdmin() const { return roles.contains(QStringLiteral("admin")); }
};

/// What a handler works with. The state is locked while a handler runs; one that streams unlocks meanwhile.
struct Context
{
    Cloud &cloud;
    State &state;
    Request &request;
    std::unique_lock<std::mutex> &lock;
    QStringList captures;
    Caller caller;
    QString region = {};  ///< of the path; empty: the first
    int microversion = 1; ///< Nova's 2.N
    QByteArray bytes;     ///< the body, read already
    QJsonObject body;     ///< empty when the body is no JSON object

    const QString &id() const { return captures.first(); }
};

using Handler = std::function<Response(Context &)>;

} // namespace imagebuilder::simcloud
