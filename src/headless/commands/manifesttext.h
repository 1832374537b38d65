// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/showmanifest.h"
#include "headless/command.h"

// `builds manifest` and `builds diff`, as text and as JSON (resources/schemas/builds-manifest.json, builds-diff.json).
namespace imagebuilder::headless {

Answer manifestAnswer(const build::Manifest &manifest);
Answer diffAnswer(const app::ManifestDiff &diff);

} // namespace imagebuilder::headless
