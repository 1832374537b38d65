// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/deliveragain.h"

#include "app/publishimage.h"
#include "app/rebuildcommand.h"
#include "build/deliverlate.h"
#include "build/replay.h"

#include <algorithm>

namespace imagebuilder::app {

using store::BuildRecord;

namespace {

using State = Checked::State;

bool isOpen(const Checked &checked)
{
    return checked.state == State::Lost && checked.remedy.isEmpty();
}

/// The build that served and those before it, newest first. What came after it was gone back from, or waits for a
/// person.
Result<QList<BuildRecord>> sourcesOf(const store::Journal &journal, const Served &served)
{
    IB_TRY(const auto builds, journal.builds(0));
    const auto begin = std::ranges::find(builds, served.build, &BuildRecord::id);
    QList<BuildRecord> sources;
    for (auto record = begin; record != builds.end(); ++record)
        if (record->imageName == served.image && record->state == store::BuildState::Succeeded)
            sources << *record;
    return sources;
}

Task<Result<openstack::Image>> snapshotOf(Backend &backend, BuildRecord record, std::stop_token stop)
{
    IB_CO_TRY(auto *const journal, backend.journal());
    IB_CO_TRY(auto *const cloud, backend.cloud(record.cloud));
    IB_CO_TRY(const auto steps, journal->steps(record.id));
    build::Progress build;
    build::replay(steps, {}, build);
    co_return co_await build::deliverableSnapshot(*cloud, journal->deployment(), record.id, build.snapshotId, stop);
}

void giveUp(Checked &checked, const BuildRecord &record, const Error &error)
{
    checked.text += QStringLiteral("; build %1 could not be delivered again: %2").arg(record.id, error.message());
    checked.remedy = publishCommandOf(record, checked.served.consumer);
}

/// From one build to those of the group that are still open.
Task<Result<QList<Checked>>> tryOne(Backend &backend, QList<Checked> group, BuildRecord record, bool onlyLook,
                                    std::stop_token stop)
{
    QStringList consumers;
    for (const auto &checked : std::as_const(group))
        if (isOpen(checked))
            consumers << checked.served.consumer;
    if (consumers.isEmpty())
        co_return group;
    const auto snapshot = co_await snapshotOf(backend, record, stop);
    if (!snapshot && snapshot.error().kind() == ErrorKind::NotFound)
        co_return group;
    Result<build::Outcome> outcome;
    if (!snapshot)
        outcome = std::unexpected(snapshot.error());
    else if (!onlyLook)
        outcome = co_await deliverTo(backend, record, consumers, stop);
    if (stop.stop_requested())
        co_return failure(cancelled());
    for (auto &checked : group) {
        if (!isOpen(checked))
            continue;
        const auto &consumer = checked.served.consumer;
        if (!outcome) {
            giveUp(checked, record, outcome.error());
        } else if (outcome->failed.contains(consumer)) {
            giveUp(checked, record, outcome->failed.value(consumer, Error(ErrorKind::Internal, {})));
        } else {
            checked.state = State::Delivered;
            checked.from = record.id;
            checked.replacement = outcome->delivered.value(consumer);
        }
    }
    co_return group;
}

Task<Result<QList<Checked>>> serveGroup(Backend &backend, QList<Checked> group, bool onlyLook, std::stop_token stop)
{
    IB_CO_TRY(auto *const journal, backend.journal());
    const auto served = group.first().served;
    IB_CO_TRY(const auto sources, sourcesOf(*journal, served));
    for (const auto &record : sources) {
        IB_CO_TRY(group, co_await tryOne(backend, group, record, onlyLook, stop));
    }
    IB_CO_TRY(const auto record, journal->build(served.build));
    for (auto &checked : group) {
        if (!isOpen(checked))
            continue;
        checked.needsBuild = true;
        checked.remedy = record ? runCommandOf(*record) : QStringLiteral("imagebuilderd check --build");
    }
    co_return group;
}

/// Puts a group's results where they were.
void takeBack(QList<Checked> &all, const QList<Checked> &group)
{
    for (auto &checked : all)
        for (const auto &better : group)
            if (checked.served.image == better.served.image && checked.served.consumer == better.served.consumer)
                checked = better;
}

const ManyResult *resultFor(const QList<ManyResult> &results, const Served &served)
{
    const auto found = std::ranges::find_if(results, [&served](const ManyResult &each) {
        return each.order.request.imageName == served.image &&
               (each.order.request.consumers.contains(served.consumer) || each.order.request.consumers.isEmpty());
    });
    return found == results.end() ? nullptr : &*found;
}

void takeBuilt(Checked &checked, const ManyResult *each)
{
    const auto &consumer = checked.served.consumer;
    if (!each) {
        checked.text += QStringLiteral("; the plan has no image of this name for it");
        return;
    }
    if (!each->result) {
        checked.text += QStringLiteral("; building it failed: ") + each->result.error().message();
        return;
    }
    const auto &outcome = each->result->outcome;
    const auto failed = outcome.failed.find(consumer);
    if (failed != outcome.failed.end()) {
        checked.text += QStringLiteral("; it was built, but: ") + failed->message();
        return;
    }
    checked.state = State::Built;
    checked.from = outcome.build;
    checked.replacement = outcome.delivered.value(consumer, outcome.snapshotId);
    checked.remedy.clear();
}

} // namespace

Task<Result<QList<Checked>>> deliverAgain(Backend &backend, QList<Checked> all, bool onlyLook, std::stop_token stop)
{
    while (true) {
        const auto first = std::ranges::find_if(all, isOpen);
        if (first == all.end())
            co_return all;
        QList<Checked> group;
        for (const auto &checked : std::as_const(all))
            if (isOpen(checked) && checked.served.image == first->served.image &&
                checked.served.build == first->served.build)
                group << checked;
        IB_CO_TRY(const auto served, co_await serveGroup(backend, group, onlyLook, stop));
        takeBack(all, served);
    }
}

Task<QList<Checked>> buildLost(Backend &backend, QList<Checked> all, QList<BuildOrder> orders, std::stop_token stop)
{
    const auto isLost = [&all](const BuildOrder &order) {
        return std::ranges::any_of(all, [&order](const Checked &checked) {
            return checked.needsBuild && checked.served.image == order.request.imageName;
        });
    };
    orders.removeIf([&](const BuildOrder &order) { return !isLost(order); });
    for (auto &order : orders)
        order.request.reason = QStringLiteral("its image is gone");
    const auto results = co_await buildMany(backend, orders, stop);
    for (auto &checked : all)
        if (checked.needsBuild)
            takeBuilt(checked, resultFor(results, checked.served));
    co_return all;
}

} // namespace imagebuilder::app
