// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "build/pipeline.h"

namespace imagebuilder::app {

/// One image that somebody asked for.
struct BuildOrder
{
    QString cloud; ///< where it is built; empty: the default cloud
    build::Request request;
    QString trigger = QStringLiteral("manual");
};

struct BuildResult
{
    build::Outcome outcome;
    bool resumed = false; ///< an interrupted build of an equal request was finished instead of a new one
};

/// Builds and delivers an image. An open build of an equal request whose process died goes on where it stopped; other
/// open builds of this image whose process died, and those of any image that nobody went on with for long, are undone.
/// Conflict while a process works on an equal request. `builds cancel` of another process ends it as a stop does.
/// `backend` must outlive the task.
[[nodiscard]] Task<Result<BuildResult>> buildImage(Backend &backend, BuildOrder order, std::stop_token stop);

} // namespace imagebuilder::app
