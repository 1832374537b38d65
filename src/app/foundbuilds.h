// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/compute/compute.h"
#include "openstack/image/image.h"
#include "store/records.h"

#include <QtCore/QMap>

namespace imagebuilder::app {

/// What one cloud lists that any deployment of imagebuilder made.
struct CloudFindings
{
    QString cloud;
    QString project; ///< id
    QList<openstack::Image> images;
    QList<openstack::Server> servers;
};

/// One deployment, as its properties in the clouds tell.
struct FoundDeployment
{
    QString id;
    int images = 0;
    int servers = 0;
    QString newestName; ///< of its newest image or server
    QDateTime newest;
};

/// All deployments that left anything, the one with the newest first.
QList<FoundDeployment> deploymentsIn(const QList<CloudFindings> &findings);

/// The builds of one deployment, oldest first. Published images make a succeeded build; a VM without one makes an open
/// build that nobody works on, which the next command undoes; candidates without a VM, a failed one. What a base image
/// is carries no build and is none.
QList<store::BuildHistory> buildsIn(const QList<CloudFindings> &findings, const QString &deployment,
                                    const QString &buildCloud);

} // namespace imagebuilder::app
