// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// What prune looks at in one project, all images of the build's name.
struct Retention
{
    QString deployment;
    QString projectId;
    int keep = 5;
    QStringList published; ///< ids that anybody still shows: never pruned
    QDateTime notBefore;   ///< what is older is surplus although it is among the `keep` newest; invalid: no limit
};

/// What shall become of one image, and why, in words for people.
struct Verdict
{
    openstack::Image image;
    bool prune = false;
    QString why;
};

/// All of ours and the Python charm's, the newest first. Good ones, candidates and bad ones are counted apart; the
/// newest good one stays whatever its age. Pure.
QList<Verdict> judge(const QList<openstack::Image> &images, const Retention &retention, const QStringList &running);

/// The ids to delete by judge(), oldest first: ours or the Python charm's (unmarked, owned by the project) of exactly
/// this name, beyond the `keep` newest active ones, not published, not protected. Stuck ones of builds that are not
/// running (queued, saving, killed) go too; `running` names the builds that are. Pure (CASES 2, 4, 8).
QStringList prunable(const QList<openstack::Image> &images, const Retention &retention, const QStringList &running);

/// Deletes what is prunable in the build cloud's and every consumer's project. What cannot be deleted (in use,
/// protected, foreign, no answer) is a warning, never an error (CASES 3). A shared image that a server of any of its
/// members was made from is in use; it is unshared before it is deleted. `site` must outlive it.
[[nodiscard]] Task<void> prune(Site &site, ProgressPtr build, std::stop_token stop);

} // namespace imagebuilder::build
