// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/runaction.h"

#include "app/openbuilds.h"
#include "app/unit/charmoptions.h"
#include "app/unit/unitoutcome.h"
#include "app/unit/workerprocess.h"
#include "base/ids.h"

#include <algorithm>

namespace imagebuilder::app {

namespace {

constexpr milliseconds lookForEnd = seconds(1);

/// The consumer's cloud by its name there, its application's or its relation's.
QString cloudMeant(const UnitPlan &plan, const QString &text)
{
    for (const auto &consumer : plan.consumers)
        if (QStringList{consumer.cloud, consumer.unit.section(u'/', 0, 0), consumer.relation}.contains(text))
            return consumer.cloud;
    return {};
}

/// Of a build of this image for the same consumers that runs; empty where none does.
Result<QString> runningId(const HookState &state, const QString &image, const QStringList &consumers)
{
    IB_TRY(const auto open, openBuilds(state.backend));
    for (const auto &build : open) {
        auto served = build.record.request.value(u"consumers").toVariant().toStringList();
        const bool all = std::ranges::all_of(consumers, [&](const auto &each) { return served.contains(each); });
        if (build.alive && build.record.imageName == image && all && !build.record.cancelRequested)
            return build.record.id;
    }
    return QString();
}

QString waitingId(const HookState &state, const QString &image)
{
    for (const auto &order : WorkOrders(state.places).pending())
        if (order.ids.contains(image))
            return order.ids.value(image);
    return {};
}

} // namespace

Result<RunWish> runWish(const UnitPlan &plan, const QJsonObject &parameters)
{
    RunWish wish;
    if (const auto base = optionText(parameters, "base"); !base.isEmpty()) {
        IB_TRY(wish.bases, parseCharmBases(base));
        for (const auto &each : std::as_const(wish.bases))
            if (!plan.config.bases.contains(each))
                return failure(ErrorKind::Config, QStringLiteral("base-image has no %1; it has %2")
                                                      .arg(each, plan.config.bases.join(QStringLiteral(", "))));
    }
    if (const auto name = optionText(parameters, "consumer"); !name.isEmpty()) {
        const auto cloud = cloudMeant(plan, name);
        if (cloud.isEmpty())
            return failure(ErrorKind::Config, QStringLiteral("there is no consumer %1; there are %2")
                                                  .arg(name, plan.clouds().join(QStringLiteral(", "))));
        wish.consumers << cloud;
    }
    return wish;
}

Result<QMap<QString, QString>> orderRun(const HookState &state, const RunWish &wish)
{
    QMap<QString, QString> ids;
    WorkOrder order{.kind = WorkOrder::Kind::Build,
                    .bases = {},
                    .consumers = wish.consumers,
                    .trigger = QStringLiteral("action"),
                    .ids = {}};
    const auto consumers = wish.consumers.isEmpty() ? state.plan.clouds() : wish.consumers;
    for (const auto &base : wish.bases.isEmpty() ? state.plan.config.bases : wish.bases) {
        const auto image = state.plan.imageName(base);
        IB_TRY(ids[image], runningId(state, image, consumers));
        if (ids[image].isEmpty())
            ids[image] = waitingId(state, image);
        if (!ids[image].isEmpty())
            continue;
        ids[image] = newBuildId();
        order.ids.insert(image, ids[image]);
        order.bases << base;
    }
    if (!order.bases.isEmpty())
        IB_CHECK(WorkOrders(state.places).add(order));
    IB_CHECK(startWorker(state.places, state.hook));
    return ids;
}

Task<Result<QMap<QString, QString>>> waitForBuilds(HookStatePtr state, QMap<QString, QString> ids, std::stop_token stop)
{
    for (;;) {
        // A journal that was not there at the first look is opened anew.
        Backend look(state->backend.settings(), Backend::Access::ReadOnly);
        IB_CO_TRY(const auto *const journal, look.journal());
        const auto pending = WorkOrders(state->places).pending();
        QMap<QString, QString> failed;
        bool ended = true;
        for (const auto &[image, id] : ids.asKeyValueRange()) {
            IB_CO_TRY(const auto record, journal->build(id));
            const bool waits =
                std::ranges::any_of(pending, [&](const auto &order) { return order.ids.value(image) == id; });
            ended = ended && !waits && (!record || record->state != store::BuildState::Running);
            if (!record || record->state == store::BuildState::Succeeded)
                continue;
            failed.insert(image, record->error);
        }
        if (ended && !failed.isEmpty())
            co_return failed;
        const auto whole = UnitOutcome::load(state->places).failures.value(QString());
        if (ended)
            co_return whole.isEmpty() ? QMap<QString, QString>() : QMap<QString, QString>{{QString(), whole}};
        IB_CO_CHECK(co_await state->backend.clock().sleep(lookForEnd, stop));
    }
}

} // namespace imagebuilder::app
