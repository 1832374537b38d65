// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QStringList>

// Texts as Python writes them: operators' alerts and the consumers' databags know the old charm's bytes.
namespace imagebuilder::juju {

/// repr() of a tuple of texts: "('noble', 'bionic')", "('noble',)".
QString pythonTuple(const QStringList &items);
/// json.dumps() of a text: in quotes, ASCII only, lower-case \u escapes.
QString pythonJson(const QString &text);

} // namespace imagebuilder::juju
