// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/buildmany.h"
#include "app/checkserved.h"

namespace imagebuilder::app {

/// Gives those who lost their image, and have no earlier one, the newest that the build cloud still has: of the build
/// that served them, else of one before it. Consumers of one build share one read. Who cannot be helped so gets the
/// command that does. With `onlyLook` nothing is sent. `backend` must outlive the task.
[[nodiscard]] Task<Result<QList<Checked>>> deliverAgain(Backend &backend, QList<Checked> all, bool onlyLook,
                                                        std::stop_token stop);

/// Builds anew what nothing else can mend, as far as it is among the orders. `backend` must outlive the task.
[[nodiscard]] Task<QList<Checked>> buildLost(Backend &backend, QList<Checked> all, QList<BuildOrder> orders,
                                             std::stop_token stop);

} // namespace imagebuilder::app
