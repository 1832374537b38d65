// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/charmconfig.h"
#include "juju/consumer.h"

namespace imagebuilder::app {

/// The name of the build cloud in the unit's clouds.yaml.
inline const QString builderCloud = QStringLiteral("builder");

/// What the unit is, as far as builds depend on it.
struct UnitPlan
{
    QString application;
    CharmConfig config;
    QList<juju::Consumer> consumers; ///< with their clouds' names, those of one cloud next to each other or not

    /// In the order of the relations, each once.
    QStringList clouds() const;
    /// "P-B-A" of a base.
    QString imageName(const QString &base) const;
    /// base → what its image is made of, as a short text that changes with it. Credentials are no part of it.
    QMap<QString, QString> fingerprints() const;
};

} // namespace imagebuilder::app
