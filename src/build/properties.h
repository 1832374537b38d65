// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/request.h"
#include "openstack/compute/compute.h"

namespace imagebuilder::build {

// Our properties on servers and images; ours is what carries our deployment, whatever its name (CASES 4, 23).
namespace property {
inline const QString deployment = QStringLiteral("imagebuilder:deployment");
inline const QString build = QStringLiteral("imagebuilder:build");
inline const QString base = QStringLiteral("imagebuilder:base");
inline const QString arch = QStringLiteral("imagebuilder:arch");
inline const QString sha256 = QStringLiteral("imagebuilder:base-sha256");
inline const QString serial = QStringLiteral("imagebuilder:base-serial");      ///< of a base image; absent: unknown
inline const QString signedBy = QStringLiteral("imagebuilder:base-signed-by"); ///< fingerprint; absent: not checked
inline const QString runner = QStringLiteral("imagebuilder:runner");
inline const QString userData = QStringLiteral("imagebuilder:user-data"); ///< SHA-256 of what cloud-init was given
inline const QString script = QStringLiteral("imagebuilder:script");      ///< scriptFingerprint()
inline const QString state = QStringLiteral("imagebuilder:state");
inline const QString publish = QStringLiteral("imagebuilder:publish"); ///< only where it waits: hold, canary
inline const QString consumer = QStringLiteral("imagebuilder:consumer");
} // namespace property

/// Values of property::state.
namespace imageState {
inline const QString candidate = QStringLiteral("candidate"); ///< made, not published yet
inline const QString current = QStringLiteral("current");
inline const QString previous = QStringLiteral("previous");
inline const QString bad = QStringLiteral("bad"); ///< a person said so; never shown again
} // namespace imageState

/// What every server and image of one build carries.
openstack::Properties buildProperties(const QString &deployment, const QString &buildId, const Request &request);

/// True when the properties name this deployment.
bool isOurs(const openstack::Properties &properties, const QString &deployment);
/// True when they name this deployment and this build.
bool isOfBuild(const openstack::Properties &properties, const QString &deployment, const QString &buildId);
/// True when no `imagebuilder:` property is there at all: the Python charm's, or foreign.
bool isUnmarked(const openstack::Properties &properties);

} // namespace imagebuilder::build
