// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/database.h"

namespace imagebuilder::store {

/// Whether nobody has brought any schema yet: another process is about to, or died before it did.
Result<bool> hasNoSchema(const Database &database);

/// Brings the schema to what this program knows, in one transaction; SQLite's user_version holds the number of the
/// last migration. A journal of a newer program is refused and left as it is.
Result<void> migrate(const Database &database);

} // namespace imagebuilder::store
