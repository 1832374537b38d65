// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "juju/hooktools.h"

namespace imagebuilder::juju {

/// One image that a consumer may boot.
struct PublishedImage
{
    QString id;
    QString arch;
    QString base;
};

/// What we write into a relation: `id` and `tags` of the first image, and all of them in `images`, byte for byte as the
/// Python charm wrote it. Empty for no images: what is published is never cleared.
Bag publicationBag(const QList<PublishedImage> &images);

/// True when the bag shows something else than what is to be published; the addresses that Juju puts there do not
/// count. A consumer flushes its idle runners at every change, so nothing is written without need.
bool differs(const Bag &shown, const Bag &publication);

/// What the leader decided for a relation, as one text for the peers' bag, and back; Protocol for what is none.
QString packed(const Bag &publication);
Result<Bag> unpacked(const QString &text);

} // namespace imagebuilder::juju
