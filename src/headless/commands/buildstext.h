// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/showbuild.h"

namespace imagebuilder::headless {

/// Builds for people: a table, or a sentence where there is none.
QByteArray buildsText(const QList<app::BuildView> &builds);
/// One build with its steps and deliveries.
QByteArray buildText(const app::BuildDetails &details);

} // namespace imagebuilder::headless
