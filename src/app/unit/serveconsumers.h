// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/workorders.h"
#include "app/unit/workround.h"

namespace imagebuilder::app {

/// What consumers' clouds were found to have.
struct ServeResult
{
    bool changed = false;               ///< somebody shows another image now
    QMap<QString, QStringList> missing; ///< base → consumers that have no image of it
    QMap<QString, QString> silent;      ///< consumer → why nothing was learnt from its cloud
};

/// Looks in the projects of the order's consumers for images of the plan's names: the newest good one that is ours, or
/// the Python charm's, becomes what the consumer shows, within seconds and without a build (CASES 30). `round` stays
/// alive with the task.
[[nodiscard]] Task<Result<ServeResult>> serveConsumers(std::shared_ptr<WorkRound> round, WorkOrder order,
                                                       std::stop_token stop);

} // namespace imagebuilder::app
