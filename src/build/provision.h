// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Takes the host keys from the console (or from the options), then waits over SSH for cloud-init's end and judges it:
/// its exit code 2 warns and goes on where our script succeeded; 1, `status: error` or a failed step of our script is
/// a Script error with the console's end (CASES 12). Console lines go to the log meanwhile. `site` must outlive it.
[[nodiscard]] Task<Result<void>> provision(Site &site, ProgressPtr build, std::stop_token stop);

/// The same under another step's name, for a VM that is not the builder's.
[[nodiscard]] Task<Result<void>> provisionAs(Site &site, ProgressPtr build, QString asStep, std::stop_token stop);

/// What cloud-init's own words mean. `exitCode` is that of `cloud-init status --wait --long`, `text` its output.
enum class CloudInitVerdict { Done, DoneWithWarnings, Failed };
CloudInitVerdict judgeCloudInit(int exitCode, const QByteArray &text, const QByteArray &console);

} // namespace imagebuilder::build
