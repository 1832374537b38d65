// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/explain/explanation.h"

namespace imagebuilder::app {

/// A thing as its cloud knows it.
struct Sighting
{
    Explanation about;
    QString build; ///< by its properties
};

/// Adds `presence` (and the name of an image or server) by asking the thing's cloud within ten seconds; it stays
/// unknown for kinds that no cloud is asked about. `backend` must outlive the task.
[[nodiscard]] Task<Sighting> lookAt(Backend &backend, Explanation about, std::stop_token stop);

/// Asks every cloud of clouds.yaml at once for an image or server of this id. NotFound says who was asked and who kept
/// silent. `backend` must outlive the task.
[[nodiscard]] Task<Result<Sighting>> findInClouds(Backend &backend, QString id, std::stop_token stop);

} // namespace imagebuilder::app
