// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"

namespace imagebuilder::app {

/// A project that a run builds in or delivers to, and the images that it owns.
struct ProjectLook
{
    QString cloud; ///< the first one of clouds.yaml that logs in to it
    QString glance;
    QString projectId;
    QStringList consumers;
    QList<openstack::Image> images; ///< newest first
};

struct ProjectLooks
{
    QList<ProjectLook> list;     ///< the build cloud's first
    QMap<QString, Error> failed; ///< consumers whose cloud did not answer
};

/// Asks all clouds at once, half a minute at most; the build cloud must answer. `backend` must outlive the task.
[[nodiscard]] Task<Result<ProjectLooks>> lookAtProjects(Backend &backend, QString cloud, QStringList consumers,
                                                        std::stop_token stop);

} // namespace imagebuilder::app
