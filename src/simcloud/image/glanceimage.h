// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/context.h"

namespace imagebuilder::simcloud {

/// An image as Glance v2 writes it: its properties stand beside the fields.
QJsonObject glanceImage(const Image &image);

/// Where the Glance that was asked is: "http://127.0.0.1:PORT/image"
QString glanceUrl(const Context &context);

/// Whether GET finds it. A member sees it even before it accepts.
bool maySee(const Caller &caller, const Image &image);
bool mayChange(const Caller &caller, const Image &image);

/// The image of the first capture, or the answer that there is none (another project's looks the same).
std::expected<Image *, Response> imageToSee(Context &context);
/// The same, and 403 when it is visible but another project's.
std::expected<Image *, Response> imageToChange(Context &context);

} // namespace imagebuilder::simcloud
