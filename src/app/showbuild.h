// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/openbuilds.h"

namespace imagebuilder::app {

/// Everything the journal has of one build.
struct BuildDetails
{
    BuildView view;
    QList<store::StepRecord> steps;
    QList<store::ResourceRecord> resources; ///< what is still in a cloud
    QList<store::DeliveryRecord> deliveries;
    QStringList notes; ///< what the image lacks on purpose, or what nobody could vouch for
    QString logFile;
    QString manifestFile; ///< empty as long as there is none
};

/// Newest first; `limit` 0 means all.
Result<QList<BuildView>> listBuilds(Backend &backend, int limit);

/// A build by its id, or by the start of it where that is unambiguous. NotFound and Conflict say what there is.
Result<BuildView> findBuild(Backend &backend, const QString &id);

/// The same with all details.
Result<BuildDetails> showBuild(Backend &backend, const QString &id);

} // namespace imagebuilder::app
