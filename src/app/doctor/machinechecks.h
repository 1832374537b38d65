// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/doctor/finding.h"
#include "app/settings.h"
#include "base/clock.h"

namespace imagebuilder::app {

/// What can be told of this machine without asking anybody: programs, folders and what lies where, free disk, key,
/// keyring. Nothing is made.
QList<Finding> checkMachine(const Settings &settings, const Clock &clock);

} // namespace imagebuilder::app
