// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/promotedue.h"

#include "build/steps.h"

#include <algorithm>

namespace imagebuilder::app {

namespace {

/// The canary's time is days at most, so older builds wait for nothing.
constexpr int recentBuilds = 100;

/// What a build's publish step wrote down of its canary.
QJsonObject canaryOf(const QList<store::StepRecord> &steps)
{
    QJsonObject data;
    for (const auto &step : steps)
        if (step.step == build::step::publish)
            data = step.data;
    return data;
}

/// Whether consumers wait for it still, and no longer have to.
Result<bool> isDue(const store::Journal &journal, const store::BuildRecord &record, const QDateTime &now)
{
    IB_TRY(const auto steps, journal.steps(record.id));
    const auto canary = canaryOf(steps);
    const auto due = QDateTime::fromString(canary.value(u"due").toString(), Qt::ISODate);
    if (!due.isValid() || now < due)
        return false;
    IB_TRY(const auto deliveries, journal.deliveries(record.id));
    IB_TRY(const auto publications, journal.publications(record.imageName));
    QMap<QString, QString> shown;
    for (const auto &each : publications)
        shown.insert(each.consumer, each.imageId);
    bool waiting = false;
    for (const auto &delivery : deliveries) {
        if (delivery.state != u"delivered")
            continue;
        const bool shows = shown.value(delivery.consumer) == delivery.imageId;
        if (delivery.consumer == canary.value(u"canary").toString() && !shows)
            return false;
        waiting = waiting || !shows;
    }
    return waiting;
}

/// Nothing that the canary's judgement said can be wrong: bad ones, and those that are gone.
bool isSettled(const Error &error)
{
    return error.kind() == ErrorKind::Conflict || error.kind() == ErrorKind::NotFound;
}

} // namespace

Task<Result<QList<ImageChanges>>> promoteDue(Backend &backend, ImageScope scope, QString who, std::stop_token stop)
{
    IB_CO_TRY(const auto *const journal, backend.journal());
    IB_CO_TRY(const auto builds, journal->builds(recentBuilds));
    QList<ImageChanges> promoted;
    QStringList seen; // only the newest of a name: an older one must not come after it
    for (const auto &record : builds) {
        if (record.state != store::BuildState::Succeeded || seen.contains(record.imageName))
            continue;
        seen << record.imageName;
        if (!scope.imageName.isEmpty() && record.imageName != scope.imageName)
            continue;
        IB_CO_TRY(const bool due, isDue(*journal, record, backend.clock().now()));
        if (!due)
            continue;
        ImageOrder order{.scope = scope, .who = who, .id = record.id};
        order.scope.cloud = record.cloud;
        order.scope.imageName = record.imageName;
        const auto changes = co_await promote(backend, order, stop);
        if (!changes && !isSettled(changes.error()))
            co_return std::unexpected(changes.error());
        if (changes)
            promoted << *changes;
    }
    co_return promoted;
}

} // namespace imagebuilder::app
