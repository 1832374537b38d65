// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Gives every consumer the image, each in its way (Request::distribution). Copies of the snapshot go into the
/// consumers' projects: one read feeds all, at most Options::uploadsPerGlance at once per Glance; who falls behind,
/// fails or does not answer leaves the group and is served by a read of its own afterwards (CASES 5, 39). Sharing takes
/// what lies on the consumer's Glance already, else one copy there, the hub's or the first consumer's; who may take
/// either gets a copy where sharing is refused. A Glance that offers it fetches its copy by itself (importround.h). A
/// consumer in the snapshot's own project gets the snapshot itself (CASES 8). The copies carry our properties, the
/// snapshot's disk format, min_disk and min_ram (CASES 10), and are checked against the digest of what was read. What
/// an interrupted attempt delivered is kept, what it left half is removed and made anew. Fills delivered and ways.
/// Fails only when no consumer got its image; each consumer's outcome stands in the journal.
[[nodiscard]] Task<Result<void>> distribute(Site &site, ProgressPtr build, std::stop_token stop);

} // namespace imagebuilder::build
