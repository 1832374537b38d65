// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/destination.h"

namespace imagebuilder::build {

/// Who may be asked what uses a shared image, and what was answered so far: each project is asked once.
struct ImageUsers
{
    QList<Destination> known;          ///< the consumers' projects, and the build's own
    QMap<QString, QStringList> booted; ///< by project: the images that its servers were made from
};

/// Why a shared image must stay, in words: a server was made from it in the owner's or a member's project, asked with
/// that project's own credentials, or one of the members cannot be asked. Empty when nothing uses it. `clock` must
/// outlive the task.
[[nodiscard]] Task<QString> useOf(Clock &clock, std::shared_ptr<ImageUsers> users, Destination owner,
                                  openstack::Image image, std::stop_token stop);

} // namespace imagebuilder::build
