// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/cloudconfig.h"

namespace imagebuilder::openstack {

/// The body of `POST /v3/auth/tokens`. It holds the secrets in clear.
QByteArray authBody(const Credentials &credentials);

/// Who logs in where, without secrets: for error texts (`user "u", project "p"`).
QString shownLogin(const Credentials &credentials);

} // namespace imagebuilder::openstack
