// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/imageplaces.h"

namespace imagebuilder::app {

/// One image in one project.
struct Revision
{
    qsizetype place = 0; ///< index in Revisions::places
    openstack::Image image;
    QString build;           ///< id; empty for the Python charm's
    QString state;           ///< candidate, current, previous, bad; empty where it carries none
    QStringList publishedTo; ///< consumers that show it
};

struct Revisions
{
    ImagePlaces places;
    QList<Revision> list; ///< by place, the newest first

    const ImagePlace &placeOf(const Revision &revision) const { return places.list.at(revision.place); }
};

/// Ours of the name, or of all names; and the Python charm's (unmarked, of a name that ours have, too). `backend` must
/// outlive the task.
[[nodiscard]] Task<Result<Revisions>> listRevisions(Backend &backend, ImageScope scope, std::stop_token stop);

/// The build that `id` means: an image's id, a build's, or the start of one. NotFound and Conflict say what there is.
Result<QString> buildMeant(const Revisions &revisions, const QString &id);

} // namespace imagebuilder::app
