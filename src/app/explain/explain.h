// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/explain/explanation.h"

namespace imagebuilder::app {

/// What a build's id (or the start of one), or the id of an image, a server or anything else that a build makes, is
/// about. The journal is asked first, then all clouds of clouds.yaml; the cloud where a thing is says how it is now. A
/// cloud that does not answer within ten seconds is no error. NotFound where nobody knows it, and says who was asked.
/// `backend` must outlive the task.
[[nodiscard]] Task<Result<Explanation>> explain(Backend &backend, QString id, std::stop_token stop);

} // namespace imagebuilder::app
