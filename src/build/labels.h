// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/image/image.h"

#include <QtCore/QJsonObject>

namespace imagebuilder::build {

/// What every image of a build carries for those who use it, beside what imagebuilder itself needs.
struct Labels
{
    QStringList tags;
    QString visibility; ///< private, shared, community or public; empty: as Glance makes them
    int minDiskGiB = 0; ///< at least; an image that needs more says so itself
    openstack::Properties properties;

    /// Empty where nothing is asked for.
    QJsonObject toJson() const;
};

} // namespace imagebuilder::build
