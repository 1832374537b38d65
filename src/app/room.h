// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "build/placement.h"

namespace imagebuilder::app {

/// What a project's quota leaves for more builds.
struct Room
{
    build::ProjectQuota left; ///< with what running builds will take counted as used
    openstack::Flavor flavor; ///< of each more
    build::Extras extras;

    /// So many more fit.
    int builds() const;
    /// What keeps one more out when so many have started; empty when nothing does.
    QString shortOf(int started) const;
};

/// Asks a cloud what is left for builds such as this. `running` are the names of the images that are being built, whose
/// builds may not have taken yet what they will. `backend` must outlive the task.
[[nodiscard]] Task<Result<Room>> roomFor(Backend &backend, QString cloud, build::Request request, QStringList running,
                                         std::stop_token stop);

} // namespace imagebuilder::app
