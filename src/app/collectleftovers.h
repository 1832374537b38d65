// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "build/leftovers.h"

namespace imagebuilder::app {

struct CollectOrder
{
    QStringList clouds; ///< empty: the default cloud
    bool remove = false;
};

/// A leftover and what became of it.
struct Collected
{
    build::Leftover leftover;
    bool removed = false;
    QString error; ///< why it could not be removed, or empty
};

/// Finds what interrupted builds left in these clouds, by our metadata alone, and with `remove` deletes what is ours.
/// Builds whose process runs keep theirs, and so do the images that finished builds published.
/// `backend` must outlive the task.
[[nodiscard]] Task<Result<QList<Collected>>> collectLeftovers(Backend &backend, CollectOrder order,
                                                              std::stop_token stop);

} // namespace imagebuilder::app
