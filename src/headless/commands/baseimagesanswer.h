// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/baseimages.h"
#include "headless/command.h"

// Answers of `base-images`; JSON as resources/schemas/base-images.json says it.
namespace imagebuilder::headless {

/// The exit code is 0 whatever their states are; else that of the first upstream that could not be asked.
Answer answerOf(const app::BaseImages &found, const QDateTime &now);
/// The exit code is that of the first one that could not be had.
Answer answerOf(const app::RefreshedBases &refreshed);

} // namespace imagebuilder::headless
