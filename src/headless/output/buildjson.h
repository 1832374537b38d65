// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/showbuild.h"

#include <QtCore/QJsonObject>

// Builds as `--output json` shows them. Stable: keys are only ever added.
namespace imagebuilder::headless {

QJsonObject toJson(const app::BuildView &build);
QJsonObject toJson(const app::BuildDetails &details);
/// {"error": {"kind", "message", "request_id"}}
QJsonObject toJson(const Error &error);
/// UTC in ISO 8601; null for an invalid one.
QJsonValue toJson(const QDateTime &time);

} // namespace imagebuilder::headless
