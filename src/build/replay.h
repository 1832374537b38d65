// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// The names of the steps in the order in which a build takes them.
const QStringList &stepOrder();

/// Where the journal says that a build stands: an index into stepOrder(), its length when all are done. The last step
/// that was begun decides: a build that went back to an earlier step stands there.
qsizetype standingAt(const QList<store::StepRecord> &steps);

/// Fills in what the journal knows of a build. Data of steps behind the one it went back to do not count. Pure.
void replay(const QList<store::StepRecord> &steps, const QList<store::DeliveryRecord> &deliveries, Progress &build);

} // namespace imagebuilder::build
