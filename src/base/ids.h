// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QString>

namespace imagebuilder {

/// A new build id: 12 lower-case hex digits, random; short enough to read out, unique within a deployment.
QString newBuildId();

/// A new deployment id: a random UUID without braces.
QString newDeploymentId();

/// True for what newBuildId() makes; ids from a command line or a cloud are checked before they become file names.
bool isBuildId(const QString &text);

} // namespace imagebuilder
