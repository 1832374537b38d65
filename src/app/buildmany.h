// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/buildimages.h"

namespace imagebuilder::app {

/// What became of one of several orders.
struct ManyResult
{
    BuildOrder order;
    Result<BuildResult> result;
    bool joined = false; ///< another process was at work on it, and its end was waited for
};

/// Builds several images, in each cloud all at once as far as the project's free quota allows; who must wait is told
/// why. An order that another process works on already waits for that build's end instead. One that fails leaves the
/// others alone. The results are in the orders' order. `backend` must outlive the task.
[[nodiscard]] Task<QList<ManyResult>> buildMany(Backend &backend, QList<BuildOrder> orders, std::stop_token stop);

} // namespace imagebuilder::app
