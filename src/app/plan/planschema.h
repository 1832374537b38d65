// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QJsonObject>

namespace imagebuilder::app {

/// The JSON schema (draft 2020-12) of a plan, made from the table of its keys; resources/schemas/plan.schema.json is
/// this.
QJsonObject planSchema();

} // namespace imagebuilder::app
