// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "app/runner/releases.h"

namespace imagebuilder::app {

/// What is known of one source's releases.
struct KnownReleases
{
    QList<RunnerRelease> releases; ///< newest version first; of an earlier answer where the last attempt failed
    QDateTime asked;               ///< when the last attempt was made
    QString problem;               ///< why that failed, or empty
};

/// The releases that a URL lists, from a file of the state folder (STATE/releases-NAME.json) while its attempt is less
/// than an hour old, failed or not, else from the source. Takes ten seconds at most. An unreachable source is no error:
/// what was known stays known. `backend` must outlive the task.
[[nodiscard]] Task<KnownReleases> knownReleases(Backend &backend, QString name, QUrl source, std::stop_token stop);

} // namespace imagebuilder::app
