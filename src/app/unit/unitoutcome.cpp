// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/unitoutcome.h"

#include "app/unit/unitfiles.h"
#include "base/json.h"

namespace imagebuilder::app {

UnitOutcome UnitOutcome::load(const UnitPlaces &places)
{
    const auto object = parseJsonObject(readUnitFile(places.outcome()), places.outcome());
    if (!object)
        return {};
    return {.failures = textsOf(object->value(u"failures")), .unserved = textsOf(object->value(u"unserved"))};
}

Result<void> UnitOutcome::save(const UnitPlaces &places) const
{
    const QJsonObject object{{"failures", textsJson(failures)}, {"unserved", textsJson(unserved)}};
    IB_CHECK(writeUnitFile(places.outcome(), compactJson(object), FileReaders::Worker));
    return {};
}

} // namespace imagebuilder::app
