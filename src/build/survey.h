// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/destination.h"

namespace imagebuilder::build {

/// What the consumers' clouds answer before anything is sent to them; each consumer is in one of these.
struct Survey
{
    QList<Destination> open;       ///< have nothing yet
    QMap<QString, QString> served; ///< consumer → image: the snapshot itself, or what an earlier attempt finished
    QMap<QString, Error> silent;   ///< gave no answer in time, or none that means anything: to be asked again
    QMap<QString, Error> refused;  ///< asking again would not help
};

/// Asks all consumers at once where they are and what they have; `own` is the snapshot's project. Each of the two
/// questions may take `patience`, so that one that says nothing does not keep the others waiting (CASES 5, 39). What
/// an earlier attempt left half is removed. `site` must outlive the task.
[[nodiscard]] Task<Survey> survey(Site &site, ProgressPtr build, QStringList consumers, Destination own,
                                  openstack::Image snapshot, milliseconds patience, std::stop_token stop);

/// Whether what failed may work at another time.
bool mayPass(const Error &error);

} // namespace imagebuilder::build
