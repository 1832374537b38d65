// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QProcessEnvironment>
#include <QtCore/QVersionNumber>

namespace imagebuilder::juju {

/// What Juju says of the event in the environment of `dispatch`.
struct HookEnvironment
{
    enum class Kind {
        Hook,
        Action,
        Custom, ///< of juju-exec, named by whoever called it
    };

    QProcessEnvironment variables; ///< all of them; the hook tools need them
    Kind kind = Kind::Hook;
    QString event; ///< "config-changed", "image-relation-joined"; of an action its name; "run", "built"
    QString unit;  ///< "builder/0"
    QString modelUuid;
    QVersionNumber version; ///< of Juju
    QString charmFolder;
    QString relation;   ///< "image"; empty but in hooks of relations
    QString relationId; ///< "image:3"
    QString remoteUnit; ///< empty in -created and -broken
    QString remoteApplication;
    QString departing; ///< the unit that leaves, in -departed
    QString secret;    ///< id, in hooks of secrets

    /// Config names the variable without which this is no hook.
    static Result<HookEnvironment> from(const QProcessEnvironment &variables);

    /// "builder" of "builder/0".
    QString application() const { return unit.section(u'/', 0, 0); }
    /// Of a relation's event, what happened: "joined" of "image-relation-joined"; else empty.
    QString relationEvent() const;
    /// The proxy of the model that leads to http addresses, or the one for https; empty where neither is set.
    QString proxy() const;
};

} // namespace imagebuilder::juju
