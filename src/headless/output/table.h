// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QStringList>

namespace imagebuilder::headless {

/// Rows in columns that are as wide as their widest cell. The first row is the heading; nothing for no further row.
QByteArray shownTable(const QList<QStringList> &rows);

} // namespace imagebuilder::headless
