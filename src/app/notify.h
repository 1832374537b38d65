// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/buildimages.h"

namespace imagebuilder::app {

/// One end of a build as the notify command reads it on standard input: a line of JSON, described by
/// resources/schemas/notification.json. `build` is empty where none began.
QJsonObject notificationOf(const BuildOrder &order, const QString &build, const Result<BuildResult> &result,
                           const QDateTime &now);

/// Runs the settings' notify command (by /bin/sh, with a handful of harmless variables) with the event as its standard
/// input; does nothing where none is set. It has 30 s. What goes wrong is a warning and no error. A stop of the build
/// is not one of the command's. `backend` must outlive the task.
[[nodiscard]] Task<void> notify(Backend &backend, QJsonObject event);

} // namespace imagebuilder::app
