// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "build/pipeline.h"

namespace imagebuilder::app {

/// Who shall get what is already built.
struct PublishOrder
{
    QString cloud;         ///< where it was built; empty: the default cloud
    QString imageName;     ///< empty: every image that was built there
    QStringList consumers; ///< empty: those that the newest build of an image left without it
};

/// One image that was published late.
struct Published
{
    QString imageName;
    QStringList consumers; ///< who was to get it
    build::Outcome outcome;
};

/// Gives the newest good image to consumers that lack it, without a build (CASES 5, 30). Images that nobody lacks are
/// left out. NotFound when no build of that name ended well here. `backend` must outlive the task.
[[nodiscard]] Task<Result<QList<Published>>> publishImages(Backend &backend, PublishOrder order, std::stop_token stop);

/// Gives the image of one build to these consumers (build::deliverLate), with every cloud at hand that may have a part
/// in it. `backend` must outlive the task.
[[nodiscard]] Task<Result<build::Outcome>> deliverTo(Backend &backend, store::BuildRecord record, QStringList consumers,
                                                     std::stop_token stop);

} // namespace imagebuilder::app
