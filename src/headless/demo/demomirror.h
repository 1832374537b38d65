// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "images/release.h"

namespace imagebuilder::headless {

/// Lays out a mirror with a small stand-in for each release's cloud image and its SHA256SUMS, unsigned.
Result<void> makeDemoMirror(const QString &folder, const QList<images::Release> &releases, const images::Arch &arch);

} // namespace imagebuilder::headless
