// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/unitplaces.h"

#include <QtCore/QDateTime>
#include <QtCore/QMap>

namespace imagebuilder::app {

/// What one hook must know of those before it; a file in the state folder, without secrets.
struct UnitMemory
{
    QMap<QString, QString> fingerprints; ///< base → of what its image was last asked to be made of
    QMap<QString, QString> cloudNames;   ///< a consumer's identity → its name in clouds.yaml
    QDateTime lastRun;                   ///< when a build for all was last asked for; invalid: never

    /// Empty where there is none, or what is no memory.
    static UnitMemory load(const UnitPlaces &places);
    Result<void> save(const UnitPlaces &places) const;
};

} // namespace imagebuilder::app
