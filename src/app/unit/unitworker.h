// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/serveconsumers.h"

namespace imagebuilder::app {

/// Carries out what hooks ordered, until nothing is left: builds one after the other's end, and look-ups while they
/// run. False when another worker has the unit's lock: it will find the orders. Whenever there is something to tell
/// Juju, it touches UnitPlaces::wanted(). A stop leaves the orders for the next worker. `clock` must outlive the task.
[[nodiscard]] Task<Result<bool>> workOrders(Settings settings, UnitPlaces places, Clock &clock, build::EventSink events,
                                            std::stop_token stop);

} // namespace imagebuilder::app
