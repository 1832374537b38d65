// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "openstack/identity/token.h"

namespace imagebuilder::openstack {

/// Keystone's answer to a login; `value` comes from its header X-Subject-Token, `now` serves where no issue time is
/// told.
Result<Token> parseToken(const QByteArray &body, Secret value, const QDateTime &now);

} // namespace imagebuilder::openstack
