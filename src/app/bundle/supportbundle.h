// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/doctor/doctor.h"

namespace imagebuilder::app {

struct SupportBundle
{
    QString file;
    QStringList names;   ///< of the files in it
    QStringList missing; ///< what could not be had, each with its reason
};

/// Writes an archive (.tar.xz or .zip) for people who help: versions, settings, clouds.yaml and plan without secrets,
/// the newest builds of the journal, the ends of logs, what doctor finds. Secrets are left out by the structure of what
/// holds them, and every one that this process can find is dotted out of all texts besides. What cannot be read is
/// named in it and fails nothing. `backend` must outlive the task.
[[nodiscard]] Task<Result<SupportBundle>> makeSupportBundle(Backend &backend, QString file, DoctorOrder doctor,
                                                            std::stop_token stop);

} // namespace imagebuilder::app
