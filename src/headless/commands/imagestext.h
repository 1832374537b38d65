// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/changeimages.h"
#include "app/pruneimages.h"
#include "headless/command.h"

// What `images` answers, as text and as JSON (resources/schemas/images.json).
namespace imagebuilder::headless {

Answer revisionsAnswer(const app::Revisions &revisions, const QDateTime &now);
/// Ends with Conflict where anything is not as it was asked for.
Answer changesAnswer(const QList<app::ImageChanges> &changes);
Answer pruneAnswer(const QList<app::PruneItem> &items, bool dryRun);

} // namespace imagebuilder::headless
