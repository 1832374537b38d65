// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/journal.h"

#include <QtCore/QJsonObject>

namespace imagebuilder::app {

/// The newest builds with their steps, deliveries and resources, as the journal has them, for people who look for what
/// went wrong. No format that anybody reads back.
Result<QJsonObject> journalExtract(const store::Journal &journal, int builds);

} // namespace imagebuilder::app
