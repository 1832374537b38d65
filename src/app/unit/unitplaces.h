// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/settings.h"

namespace imagebuilder::app {

/// Where the charm's files lie on the unit's machine.
struct UnitPlaces
{
    QString root = {}; ///< before every path; empty: the machine's own /

    /// IMAGEBUILDER_UNIT_ROOT puts a folder in the place of /, for tests and for a look at what would be written.
    static UnitPlaces of(const QProcessEnvironment &environment);

    QString at(const QString &path) const { return root + path; }
    /// The machine's, whoever runs this: hooks run as root, builds as imagebuilder.
    Folders folders() const;
    QString state(const QString &name) const { return at(QStringLiteral("/var/lib/imagebuilder/") + name); }
    QString clouds() const { return state(QStringLiteral("clouds.yaml")); }
    QString plan() const { return state(QStringLiteral("plan.yaml")); }
    QString secretsFolder() const { return state(QStringLiteral("secrets")); }
    QString authorities() const { return state(QStringLiteral("ca")); }
    QString authority(const QString &name) const { return authorities() + u'/' + name; }
    QString userData() const { return state(QStringLiteral("user-data")); }
    QString ordersFolder() const { return state(QStringLiteral("orders")); }
    /// There once the consumers' clouds were asked what they have, since this unit became the leader.
    QString looked() const { return state(QStringLiteral("looked")); }
    QString outcome() const { return state(QStringLiteral("outcome.json")); }
    QString workLock() const { return state(QStringLiteral("work.lock")); }
    /// What the worker sees of the environment, a line VARIABLE=VALUE each.
    QString workerEnvironment() const { return state(QStringLiteral("environment")); }
    /// More of the same, for operators.
    QString operatorsEnvironment() const { return at(QStringLiteral("/etc/default/imagebuilder")); }
    /// Touched by the worker when root shall tell Juju.
    QString wanted() const { return at(QStringLiteral("/run/imagebuilder/wanted")); }
    QString cron() const { return at(QStringLiteral("/etc/cron.d/build-runner-image")); }
    QString logrotate() const { return at(QStringLiteral("/etc/logrotate.d/github-runner-image-builder.conf")); }
};

} // namespace imagebuilder::app
