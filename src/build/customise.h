// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Runs the operator's script in the VM, if there is one, with its secrets over standard input (CASES 14). Its output
/// goes to the log line by line, with every secret value blotted out. `site` must outlive the task.
[[nodiscard]] Task<Result<void>> customise(Site &site, ProgressPtr build, std::stop_token stop);

/// The line with every secret's value replaced by dots; values under four bytes are left, they would blot everything.
QByteArray blotted(QByteArray line, const QMap<QString, Secret> &secrets);

} // namespace imagebuilder::build
