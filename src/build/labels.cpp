// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/labels.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::build {

QJsonObject Labels::toJson() const
{
    QJsonObject json;
    if (!tags.isEmpty())
        json.insert("tags", QJsonArray::fromStringList(tags));
    if (!visibility.isEmpty())
        json.insert("visibility", visibility);
    if (minDiskGiB > 0)
        json.insert("min-disk", minDiskGiB);
    if (!properties.isEmpty()) {
        QJsonObject texts;
        for (const auto &[key, value] : properties.asKeyValueRange())
            texts.insert(key, value);
        json.insert("properties", texts);
    }
    return json;
}

} // namespace imagebuilder::build
