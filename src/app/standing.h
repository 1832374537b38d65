// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/openbuilds.h"

namespace imagebuilder::app {

/// What stands open in the journal, as a new request sees it.
struct Standing
{
    std::optional<store::BuildRecord> resumable; ///< an interrupted build of an equal request
    QList<store::BuildRecord> abandoned;         ///< interrupted ones that nobody will go on with
    QList<store::BuildRecord> left; ///< interrupted ones of other images, which their own command goes on with
};

/// The build that a process, this one included, makes of an equal request and does not already undo.
Result<std::optional<store::BuildRecord>> equalRunning(Backend &backend, const QString &cloud,
                                                       const build::Request &request);

/// Looks at the open builds for a request in a cloud. Conflict while a process works on an equal request and does not
/// already undo it.
Result<Standing> lookAround(Backend &backend, const QString &cloud, const build::Request &request);

} // namespace imagebuilder::app
