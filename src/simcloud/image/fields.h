// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/context.h"

namespace imagebuilder::simcloud {

/// Sets one field or property as a create request or a patch names it; the answer when that may not be.
std::optional<Response> setImageField(Image &image, const QString &key, const QJsonValue &value, const Caller &caller);

/// Whether `key` is one of Glance's own fields rather than a property.
bool isImageField(const QString &key);

} // namespace imagebuilder::simcloud
