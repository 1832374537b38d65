// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/secret.h"

#include <QtCore/QDateTime>
#include <QtCore/QList>
#include <QtCore/QUrl>

namespace imagebuilder::openstack {

/// One line of a token's catalog.
struct Endpoint
{
    QString service; ///< the type as the catalog has it; servicetypes.h knows aliases
    QString region;
    QString interface; ///< public, internal, admin
    QUrl url;
};

/// What Keystone gives for a login.
struct Token
{
    Secret value;
    milliseconds life{0}; ///< by Keystone's own clock, so that ours may be wrong
    QString projectId;    ///< empty for another scope
    QString userId;
    QDateTime passwordExpires;     ///< invalid: never, or not told
    QDateTime issued;              ///< by Keystone's clock; invalid where it does not say
    QDateTime received;            ///< by ours
    QString applicationCredential; ///< id of the one that was used, or empty
    QList<Endpoint> catalog;
};

} // namespace imagebuilder::openstack
