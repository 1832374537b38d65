// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/hookstate.h"

namespace imagebuilder::app {

/// What the worker shall do because of this event; remembers it in the state's memory. Only for a state that works().
QList<WorkOrder> hookOrders(HookState &state, const Shown &shown, const QDateTime &now);

/// The consumers, in the plan's order, that show no image of some base.
QStringList unservedConsumers(const UnitPlan &plan, const Shown &shown);

} // namespace imagebuilder::app
