// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/transport.h"

namespace imagebuilder::app {

/// Where GitHub runners for images are released (CONTRACT.md).
inline const QString runnerReleasesPage = QStringLiteral("https://github.com/canonical/github-actions-runner/releases");

/// The newest release's version, MAJOR.MINOR.PATCH: as the image script finds it, by where PAGE/latest redirects to. No
/// API is asked, so no rate limit is met. Unavailable or Protocol name the page. `transport` must outlive the task.
[[nodiscard]] Task<Result<QString>> latestRunner(http::Transport &transport, QUrl page, std::stop_token stop);

} // namespace imagebuilder::app
