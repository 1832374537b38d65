// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/explain/explain.h"

#include "app/explain/fate.h"
#include "app/explain/lookaround.h"
#include "app/showbuild.h"

#include <algorithm>

namespace imagebuilder::app {

namespace {

Origin originOf(const QList<store::StepRecord> &steps)
{
    Origin origin;
    const auto take = [](QString &into, const QJsonObject &data, const char *key) {
        if (const auto value = data.value(QLatin1StringView(key)).toString(); !value.isEmpty())
            into = value;
    };
    for (const auto &step : steps) {
        take(origin.baseImage, step.data, "base-image");
        take(origin.baseSerial, step.data, "base-serial");
        take(origin.baseSha256, step.data, "base-sha256");
        take(origin.runner, step.data, "runner");
        take(origin.flavor, step.data, "flavor-name");
        take(origin.reason, step.data, "reason");
    }
    return origin;
}

Result<void> addBuildOf(Backend &backend, Explanation &about, const QString &id)
{
    IB_TRY(const auto *const journal, backend.journal());
    IB_TRY(auto record, journal->build(id));
    if (!record)
        return {};
    about.build = viewOf(backend.settings(), *std::move(record));
    IB_TRY(const auto steps, journal->steps(id));
    about.origin = originOf(steps);
    return {};
}

/// Whoever ordered this build did so last before it began: a build has no id before that.
void addOrder(Explanation &about, const QList<store::DecisionRecord> &newestFirst)
{
    if (!about.build || about.build->record.trigger != u"manual")
        return;
    const auto &record = about.build->record;
    const auto order = std::ranges::find_if(newestFirst, [&record](const store::DecisionRecord &decision) {
        return decision.verb == u"build" && decision.imageName == record.imageName && decision.cloud == record.cloud &&
               decision.time <= record.started;
    });
    if (order != newestFirst.end())
        about.decisions.prepend(*order);
}

/// What consumers show or showed of it, and what people decided.
Result<void> addHistory(Backend &backend, Explanation &about)
{
    IB_TRY(const auto *const journal, backend.journal());
    const bool isBuild = about.kind == u"build";
    IB_TRY(const auto publications, journal->publications({}));
    for (const auto &each : publications) {
        if (isBuild ? each.build == about.id : each.imageId == about.id)
            about.shown << each;
        else if (!isBuild && each.before == about.id)
            about.superseded << each;
    }
    IB_TRY(const auto decisions, journal->decisions(0));
    for (const auto &each : decisions)
        if (isBuild ? each.build == about.id : each.imageId == about.id)
            about.decisions.prepend(each);
    addOrder(about, decisions);
    if (isBuild) {
        IB_TRY(about.deliveries, journal->deliveries(about.id));
    } else {
        IB_TRY(about.deliveries, journal->deliveriesOfImage(about.id));
    }
    return {};
}

/// What the journal knows of the id; nothing where it knows none.
Result<std::optional<Explanation>> inJournal(Backend &backend, const QString &id)
{
    IB_TRY(const auto *const journal, backend.journal());
    Explanation about;
    about.id = id;
    const auto build = findBuild(backend, id);
    if (!build && build.error().kind() != ErrorKind::NotFound)
        return std::unexpected(build.error());
    if (build) {
        about.kind = QStringLiteral("build");
        about.id = build->record.id;
        about.name = build->record.imageName;
        about.cloud = build->record.cloud;
        IB_CHECK(addBuildOf(backend, about, about.id));
        return about;
    }
    IB_TRY(const auto resources, journal->resourcesWithId(id));
    IB_TRY(const auto deliveries, journal->deliveriesOfImage(id));
    if (resources.isEmpty() && deliveries.isEmpty())
        return std::optional<Explanation>();
    about.kind = resources.isEmpty() ? QStringLiteral("image") : resources.last().kind;
    about.cloud = resources.isEmpty() ? deliveries.last().consumer : resources.last().cloud;
    if (!resources.isEmpty()) {
        about.name = resources.last().name;
        about.resource = resources.last();
    }
    IB_CHECK(addBuildOf(backend, about, resources.isEmpty() ? deliveries.last().build : resources.last().build));
    return about;
}

} // namespace

Task<Result<Explanation>> explain(Backend &backend, QString id, std::stop_token stop)
{
    IB_CO_TRY(auto known, inJournal(backend, id));
    Explanation about;
    if (known) {
        const auto sighting = co_await lookAt(backend, *known, stop);
        about = sighting.about;
    } else {
        IB_CO_TRY(auto sighting, co_await findInClouds(backend, id, stop));
        about = std::move(sighting.about);
        IB_CO_TRY(const auto *const journal, backend.journal());
        about.ours = !about.presence.deployment.isEmpty() && about.presence.deployment == journal->deployment();
        IB_CO_CHECK(addBuildOf(backend, about, sighting.build));
    }
    IB_CO_CHECK(addHistory(backend, about));
    judgeFate(about);
    co_return about;
}

} // namespace imagebuilder::app
