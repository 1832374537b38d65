// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/unitmemory.h"

#include "app/unit/unitfiles.h"
#include "base/json.h"

namespace imagebuilder::app {

namespace {

QString fileOf(const UnitPlaces &places)
{
    return places.state(QStringLiteral("unit.json"));
}

QJsonObject toJson(const QMap<QString, QString> &map)
{
    QJsonObject object;
    for (const auto &[key, value] : map.asKeyValueRange())
        object.insert(key, value);
    return object;
}

QMap<QString, QString> mapOf(const QJsonObject &object)
{
    QMap<QString, QString> map;
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        map.insert(entry.key(), entry.value().toString());
    return map;
}

} // namespace

UnitMemory UnitMemory::load(const UnitPlaces &places)
{
    const auto object = parseJsonObject(readUnitFile(fileOf(places)), fileOf(places));
    if (!object)
        return {};
    const JsonReader reader(*object, fileOf(places));
    return {.fingerprints = mapOf(reader.objectOr(QStringLiteral("fingerprints"))),
            .cloudNames = mapOf(reader.objectOr(QStringLiteral("cloudNames"))),
            .lastRun = reader.timeOr(QStringLiteral("lastRun"))};
}

Result<void> UnitMemory::save(const UnitPlaces &places) const
{
    QJsonObject object{{"fingerprints", toJson(fingerprints)}, {"cloudNames", toJson(cloudNames)}};
    if (lastRun.isValid())
        object.insert("lastRun", lastRun.toString(Qt::ISODate));
    IB_CHECK(writeUnitFile(fileOf(places), compactJson(object), FileReaders::Worker));
    return {};
}

} // namespace imagebuilder::app
