// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/imagerevisions.h"

namespace imagebuilder::app {

/// What somebody wants to become of images.
struct ImageOrder
{
    ImageScope scope;
    QString who; ///< stands in the journal
    QString id;  ///< an image's, a build's, or the start of one
};

/// What became of one image.
struct ImageChange
{
    QString cloud;
    QString imageId; ///< empty where the project has none of the build
    QString state;   ///< as it is now
    QString error;   ///< why it is not what was asked for; empty: it is
};

struct ImageChanges
{
    QString imageName;
    QString build; ///< whose images it was about
    QList<ImageChange> list;

    bool whole() const;
};

/// In each consumer's project the images of an earlier build become current again: those of `order.id`, or of the
/// newest good one before what is current. Where a project lacks it, or is out of reach, its change says so. NotFound
/// when there is none, Conflict when it is bad or was never published. `backend` must outlive these tasks.
[[nodiscard]] Task<Result<ImageChanges>> rollBack(Backend &backend, ImageOrder order, std::stop_token stop);

/// Marks all images of a build as bad. Where one is current, the newest good one before it takes its place.
[[nodiscard]] Task<Result<ImageChanges>> markBad(Backend &backend, ImageOrder order, std::stop_token stop);

/// Takes markBad() back: the images may be chosen again, none becomes current by it.
[[nodiscard]] Task<Result<ImageChanges>> markGood(Backend &backend, ImageOrder order, std::stop_token stop);

/// Makes the images of a build that was held, or whose canary still runs, current everywhere. Conflict when it is bad.
[[nodiscard]] Task<Result<ImageChanges>> promote(Backend &backend, ImageOrder order, std::stop_token stop);

} // namespace imagebuilder::app
