// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/unitplaces.h"

#include <QtCore/QMap>

namespace imagebuilder::app {

/// What went wrong last, as the worker saw it; a file that hooks read for the status.
struct UnitOutcome
{
    QMap<QString, QString> failures; ///< image name → "step: reason" of its last build; "" for all of them
    QMap<QString, QString> unserved; ///< consumer → why it got none

    static UnitOutcome load(const UnitPlaces &places);
    Result<void> save(const UnitPlaces &places) const;
};

} // namespace imagebuilder::app
