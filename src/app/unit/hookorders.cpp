// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/hookorders.h"

#include "app/unit/unitsetup.h"

#include <QtCore/QFile>

namespace imagebuilder::app {

namespace {

using Kind = WorkOrder::Kind;

/// Bases whose images are to be made of something else than when they were last asked for, and bases that are new.
QStringList changedBases(const UnitPlan &plan, const QMap<QString, QString> &remembered)
{
    QStringList changed;
    const auto now = plan.fingerprints();
    for (const auto &base : plan.config.bases)
        if (!remembered.isEmpty() && remembered.value(base) != now.value(base))
            changed << base;
    return changed;
}

/// After these, a consumer that shows nothing gets what is there, or a build. Others come too often for that.
bool mayBuildForUnserved(const juju::HookEnvironment &hook)
{
    static const QStringList events{QStringLiteral("install"),        QStringLiteral("upgrade-charm"),
                                    QStringLiteral("start"),          QStringLiteral("config-changed"),
                                    QStringLiteral("secret-changed"), QStringLiteral("leader-elected")};
    return events.contains(hook.event) || hook.relation == u"image";
}

WorkOrder buildForAll(const QString &trigger)
{
    return {.kind = Kind::Build, .bases = {}, .consumers = {}, .trigger = trigger, .ids = {}};
}

} // namespace

QStringList unservedConsumers(const UnitPlan &plan, const Shown &shown)
{
    QStringList unserved;
    for (const auto &cloud : plan.clouds())
        for (const auto &base : plan.config.bases)
            if (!shown.value(plan.imageName(base)).contains(cloud) && !unserved.contains(cloud))
                unserved << cloud;
    return unserved;
}

QList<WorkOrder> hookOrders(HookState &state, const Shown &shown, const QDateTime &now)
{
    QList<WorkOrder> orders;
    const auto &event = state.hook.event;
    const int interval = state.plan.config.interval;
    auto &memory = state.memory;
    const bool custom = state.hook.kind == juju::HookEnvironment::Kind::Custom;
    const bool scheduled = custom && event == u"run" && isRunDue(memory.lastRun, interval, now);
    if (scheduled || (event == u"start" && isRunMissed(memory.lastRun, interval, now)))
        orders << buildForAll(QStringLiteral("schedule"));
    if (const auto changed = changedBases(state.plan, memory.fingerprints); !changed.isEmpty()) {
        orders << buildForAll(QStringLiteral("config"));
        orders.last().bases = changed;
    }
    const auto unserved = unservedConsumers(state.plan, shown);
    const bool looked = QFile::exists(state.places.looked());
    if ((mayBuildForUnserved(state.hook) && !unserved.isEmpty()) || !looked)
        orders << WorkOrder{.kind = Kind::Serve,
                            .bases = {},
                            .consumers = looked ? unserved : QStringList(),
                            .trigger = QStringLiteral("relation"),
                            .ids = {},
                            .again = !looked};
    if (event == u"update-status") {
        orders << WorkOrder{.kind = Kind::Check, .bases = {}, .consumers = {}, .trigger = {}, .ids = {}};
        if (looked && !unserved.isEmpty())
            orders << WorkOrder{.kind = Kind::Serve,
                                .bases = {},
                                .consumers = unserved,
                                .trigger = QStringLiteral("relation"),
                                .ids = {},
                                .lookOnly = true};
    }
    memory.fingerprints = state.plan.fingerprints();
    if (scheduled || !memory.lastRun.isValid())
        memory.lastRun = now;
    return orders;
}

} // namespace imagebuilder::app
