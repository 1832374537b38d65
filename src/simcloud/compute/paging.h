// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/context.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

/// Links "self" and "bookmark" of an element.
QJsonArray novaLinks(const Context &context, const QString &collection, const QString &id);

/// Answers the part of a list that limit= and marker= (an element's `markerKey`) ask for, with NAME_links to the next.
Response novaPage(const Context &context, const QString &name, const QList<QJsonObject> &elements,
                  const QString &markerKey = QStringLiteral("id"));

} // namespace imagebuilder::simcloud
