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

} // namespace

UnitMemory UnitMemory::load(const UnitPlaces &places)
{
    const auto object = parseJsonObject(readUnitFile(fileOf(places)), fileOf(places));
    if (!object)
        return {};
    const JsonReader reader(*object, fileOf(places));
    return {.fingerprints = textsOf(object->value(u"fingerprints")),
            .cloudNames = textsOf(object->value(u"cloudNames")),
            .lastRun = reader.timeOr(QStringLiteral("lastRun"))};
}

Result<void> UnitMemory::save(const UnitPlaces &places) const
{
    QJsonObject object{{"fingerprints", textsJson(fingerprints)}, {"cloudNames", textsJson(cloudNames)}};
    if (lastRun.isValid())
        object.insert("lastRun", lastRun.toString(Qt::ISODate));
    IB_CHECK(writeUnitFile(fileOf(places), compactJson(object), FileReaders::Worker));
    return {};
}

} // namespace imagebuilder::app
