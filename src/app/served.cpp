// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/served.h"

namespace imagebuilder::app {

using store::BuildRecord;
using store::BuildState;

namespace {

/// The image that a build without consumers left in the build cloud.
std::optional<Served> servedAtHome(const BuildRecord &record, const QList<store::ResourceRecord> &resources)
{
    for (const auto &resource : resources)
        if (resource.kind == u"image" && resource.cloud == record.cloud)
            return Served{.image = record.imageName,
                          .consumer = record.cloud,
                          .id = resource.id,
                          .build = record.id,
                          .base = record.base,
                          .arch = record.arch,
                          .since = record.ended,
                          .runner = {}};
    return {};
}

/// Adds which runner a build installed, and whether it was told to.
Result<void> addRunner(const store::Journal &journal, const BuildRecord &record, Served &served)
{
    IB_TRY(const auto steps, journal.steps(record.id));
    const auto pin = record.request.value("runner").toString();
    served.pinned = !pin.isEmpty();
    served.runner = pin;
    for (const auto &step : steps)
        if (const auto said = step.data.value("runner").toString(); !said.isEmpty())
            served.runner = said;
    return {};
}

} // namespace

Result<QList<Served>> servedNow(const store::Journal &journal, const QList<BuildRecord> &builds)
{
    QMap<std::pair<QString, QString>, Served> all;
    IB_TRY(const auto publications, journal.publications({}));
    for (const auto &each : publications) {
        IB_TRY(const auto record, journal.build(each.build));
        Served served{.image = each.imageName,
                      .consumer = each.consumer,
                      .id = each.imageId,
                      .build = each.build,
                      .base = record ? record->base : QString(),
                      .arch = record ? record->arch : QString(),
                      .since = each.changed,
                      .runner = {}};
        if (record)
            IB_CHECK(addRunner(journal, *record, served));
        all.insert({each.imageName, each.consumer}, served);
    }
    for (const auto &record : builds) {
        if (record.state != BuildState::Succeeded || record.request.contains(u"publish"))
            continue;
        IB_TRY(const auto deliveries, journal.deliveries(record.id));
        IB_TRY(const auto resources, journal.resources(record.id));
        auto served = deliveries.isEmpty() ? servedAtHome(record, resources) : std::nullopt;
        if (!served || all.contains({served->image, served->consumer}))
            continue;
        IB_CHECK(addRunner(journal, record, *served));
        all.insert({served->image, served->consumer}, *served);
    }
    return all.values();
}

} // namespace imagebuilder::app
