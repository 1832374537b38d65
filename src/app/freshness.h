// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/buildimages.h"
#include "app/runnerrelease.h"

namespace imagebuilder::app {

/// What decides whether an image is still what would be built.
struct FreshnessRule
{
    milliseconds maxAge = milliseconds(0); ///< an older one is built anew; 0: age does not matter
    QUrl runnerReleases = QUrl(runnerReleasesPage);
};

struct Freshness
{
    bool fresh = false;
    QString reason; ///< one line for people: why it is built, or why not
};

/// Compares the newest image that each consumer has with what would be built now: base image's checksum upstream,
/// user-data, runner version, script and its secrets' names, age. No image is moved. What cannot be told is a reason to
/// build, never an error. `backend` must outlive the task.
[[nodiscard]] Task<Freshness> judgeFreshness(Backend &backend, BuildOrder order, FreshnessRule rule,
                                             std::stop_token stop);

/// Orders, told apart by whether their images are still what would be built.
struct Sifted
{
    struct Unchanged
    {
        BuildOrder order;
        QString reason;
    };
    QList<BuildOrder> changed; ///< each with its reason
    QList<Unchanged> unchanged;
};

/// Judges all of them at once, and writes down why those that stay do: once for each reason, and again after a day.
/// `backend` must outlive the task.
[[nodiscard]] Task<Sifted> siftByFreshness(Backend &backend, QList<BuildOrder> orders, FreshnessRule rule,
                                           std::stop_token stop);

} // namespace imagebuilder::app
