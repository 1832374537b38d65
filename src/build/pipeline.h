// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// What a build ended with.
struct Outcome
{
    QString build; ///< its id
    QString snapshotId;
    QMap<QString, QString> delivered; ///< consumer → image id
    QMap<QString, QString> ways;      ///< consumer → how it came to it, one of deliveredBy
    QMap<QString, Error> failed;      ///< consumers that got nothing, each with its own reason
};

/// Runs one build from prepare to clean, or goes on with `resumed` (an open build of an equal request whose process
/// died) at the step where it stopped. Failure and cancellation undo and close the build in the journal; nothing is
/// left. What cannot be undone now stays open there with its error; the next start tries again. Steps whose effect is
/// gone (the VM vanished, its key was sealed away) are done again from boot, within the same build. `site` must outlive
/// the task. The error is the step's, with the step as context.
[[nodiscard]] Task<Result<Outcome>> runBuild(Site &site, Request request, QString trigger,
                                             std::optional<store::BuildRecord> resumed, std::stop_token stop);

/// Undoes a build that is open in the journal though its process died, and closes it as failed ("interrupted"). A stop
/// or a failure ends that and leaves the build open, for the next to undo. Conflict when another process has the build.
[[nodiscard]] Task<Result<void>> abandon(Site &site, store::BuildRecord record, std::stop_token stop);

} // namespace imagebuilder::build
