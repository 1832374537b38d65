// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/unitworker.h"

#include "app/buildmany.h"
#include "app/checkserved.h"
#include "app/publishimage.h"
#include "app/schedule/admission.h"
#include "app/unit/unitfiles.h"
#include "app/unit/unitoutcome.h"
#include "base/filelock.h"
#include "base/ids.h"
#include "base/taskscope.h"
#include "build/steps.h"

#include <algorithm>

namespace imagebuilder::app {

namespace {

using Kind = WorkOrder::Kind;
using RoundPtr = std::shared_ptr<WorkRound>;

/// How soon orders that come during a build are seen.
constexpr milliseconds lookForOrders = milliseconds(300);

/// Consumers to build for, by base.
using Wanted = QMap<QString, QStringList>;

/// A worker at work.
struct Work
{
    Settings settings;
    UnitPlaces places;
    Clock &clock;
    build::EventSink events;
    WorkOrders orders;
    Wanted missing;     ///< what looking found that must be built
    QStringList looked; ///< files of Serve orders that wait for a build
    bool building = false;
    TaskScope scope;
};
using WorkPtr = std::shared_ptr<Work>;

void tellJuju(const UnitPlaces &places)
{
    // What stands in it matters not; a new id makes it another file each time.
    (void)writeUnitFile(places.wanted(), newBuildId().toUtf8() + '\n', FileReaders::All);
}

/// Hears when a build has published, while others still run.
build::EventSink sinkOf(const WorkPtr &work)
{
    return [events = work->events, places = work->places](const build::Event &event) {
        if (events)
            events(event);
        const bool published = event.kind == build::Event::Kind::StepEnded && event.step == build::step::publish;
        if (published)
            tellJuju(places);
    };
}

Task<Result<RoundPtr>> newRound(WorkPtr work, std::stop_token stop)
{
    co_return co_await openRound(work->settings, work->places, sinkOf(work), stop);
}

void noteFailureOfAll(const WorkPtr &work, const Error &error)
{
    auto outcome = UnitOutcome::load(work->places);
    outcome.failures.insert(QString(), error.message());
    (void)outcome.save(work->places);
}

void noteResults(const WorkPtr &work, const QList<ManyResult> &results)
{
    auto outcome = UnitOutcome::load(work->places);
    outcome.failures.remove(QString());
    for (const auto &each : results) {
        const auto &image = each.order.request.imageName;
        outcome.failures.remove(image);
        if (!each.result) {
            outcome.failures.insert(image, each.result.error().message());
            continue;
        }
        for (const auto &consumer : each.order.request.consumers) {
            outcome.unserved.remove(consumer);
            const auto failed = each.result->outcome.failed.constFind(consumer);
            if (failed != each.result->outcome.failed.constEnd())
                outcome.unserved.insert(consumer, failed->message());
        }
    }
    (void)outcome.save(work->places);
}

void addWanted(Wanted &wanted, const QString &base, const QStringList &consumers)
{
    auto &list = wanted[base];
    for (const auto &consumer : consumers)
        if (!list.contains(consumer))
            list << consumer;
}

/// All that Build orders and earlier looks want, each base once.
Wanted wantedOf(const Plan &plan, const QList<WorkOrder> &orders, const Wanted &missing)
{
    Wanted wanted = missing;
    for (const auto &order : orders)
        for (const auto &base : plan.bases)
            if (order.kind == Kind::Build && (order.bases.isEmpty() || order.bases.contains(base.codename)))
                addWanted(wanted, base.codename, order.consumers.isEmpty() ? plan.request.consumers : order.consumers);
    return wanted;
}

/// The id that a hook promised, unless the build has been made already.
QString promisedId(const store::Journal &journal, const QList<WorkOrder> &orders, const QString &image)
{
    for (const auto &order : orders) {
        const auto id = order.ids.value(image);
        if (isBuildId(id) && !journal.build(id).value_or(std::nullopt))
            return id;
    }
    return {};
}

QList<BuildOrder> buildOrdersOf(const WorkRound &round, const store::Journal &journal, const QList<WorkOrder> &orders,
                                const Wanted &wanted)
{
    QList<BuildOrder> made;
    for (auto order : ordersOf(round.plan)) {
        auto &request = order.request;
        const auto consumers = wanted.value(request.release.codename);
        request.consumers.removeIf([&](const QString &consumer) { return !consumers.contains(consumer); });
        if (request.consumers.isEmpty())
            continue;
        if (!request.consumers.contains(request.publishing.canary))
            request.publishing.canary.clear();
        request.id = promisedId(journal, orders, request.imageName);
        const auto first = std::ranges::find_if(orders, [](const auto &each) { return each.kind == Kind::Build; });
        order.trigger = first == orders.end() ? QStringLiteral("relation") : first->trigger;
        made << order;
    }
    return made;
}

/// What earlier builds made is copied to those who lack it; what is left must be built.
Task<Wanted> deliverWhatIsThere(RoundPtr round, Wanted missing, std::stop_token stop)
{
    Wanted left;
    for (const auto &order : ordersOf(round->plan)) {
        const auto base = order.request.release.codename;
        const auto consumers = missing.value(base);
        if (consumers.isEmpty())
            continue;
        const PublishOrder wanted{.cloud = order.cloud, .imageName = order.request.imageName, .consumers = consumers};
        const auto published = co_await publishImages(*round->backend, wanted, stop);
        QStringList served;
        for (const auto &each : published.value_or(QList<Published>()))
            served << each.outcome.delivered.keys();
        for (const auto &consumer : consumers)
            if (!served.contains(consumer))
                left[base] << consumer;
    }
    co_return left;
}

Task<Result<QList<ManyResult>>> buildWanted(WorkPtr work, QList<WorkOrder> orders, Wanted missing, std::stop_token stop)
{
    IB_CO_TRY(const auto round, co_await newRound(work, stop));
    IB_CO_TRY(auto *const journal, round->backend->journal());
    missing = co_await deliverWhatIsThere(round, missing, stop);
    const auto wanted = wantedOf(round->plan, orders, missing);
    auto builds = buildOrdersOf(*round, *journal, orders, wanted);
    // What a person, an option or a consumer wants is built whatever the schedule says.
    const bool scheduled = missing.isEmpty() && std::ranges::all_of(orders, [](const auto &order) {
                               return order.kind == Kind::Build && order.trigger == u"schedule";
                           });
    if (scheduled) {
        IB_CO_TRY(const auto admission, co_await admitScheduled(*round->backend, builds, stop));
        builds = admission.admitted;
    }
    co_return co_await buildMany(*round->backend, builds, stop);
}

Task<void> build(WorkPtr work, QList<WorkOrder> orders, Wanted missing, std::stop_token stop)
{
    const auto results = co_await buildWanted(work, orders, missing, stop);
    work->building = false;
    // Whoever lacked an image may have one now, so all are looked at again.
    work->looked.clear();
    work->missing.clear();
    if (stop.stop_requested())
        co_return;
    if (results)
        noteResults(work, *results);
    else
        noteFailureOfAll(work, results.error());
    work->orders.remove(orders);
    tellJuju(work->places);
}

/// True when all was learnt that there is, so that the order is done unless something must be built.
Task<Result<ServeResult>> serve(WorkPtr work, WorkOrder order, std::stop_token stop)
{
    IB_CO_TRY(const auto round, co_await newRound(work, stop));
    co_return co_await serveConsumers(round, order, stop);
}

Task<void> serveOne(WorkPtr work, WorkOrder order, std::stop_token stop)
{
    const auto served = co_await serve(work, order, stop);
    if (stop.stop_requested())
        co_return;
    const bool mustBuild = served && !served->missing.isEmpty() && !order.lookOnly;
    if (served) {
        auto outcome = UnitOutcome::load(work->places);
        for (const auto &consumer : order.consumers)
            outcome.unserved.remove(consumer);
        outcome.unserved.insert(served->silent);
        (void)outcome.save(work->places);
        (void)writeUnitFile(work->places.looked(), "\n", FileReaders::Worker);
    } else {
        noteFailureOfAll(work, served.error());
    }
    if (mustBuild) {
        for (const auto &[base, consumers] : served->missing.asKeyValueRange())
            addWanted(work->missing, base, consumers);
        work->looked << order.file;
    } else {
        work->orders.remove({order});
    }
    tellJuju(work->places);
}

Task<Result<QList<Checked>>> checkAll(WorkPtr work, std::stop_token stop)
{
    IB_CO_TRY(const auto round, co_await newRound(work, stop));
    co_return co_await checkServed(*round->backend, false, stop);
}

/// Whoever lost an image for which there is no other gets one found, or built.
Task<void> check(WorkPtr work, WorkOrder order, std::stop_token stop)
{
    const auto checked = co_await checkAll(work, stop);
    if (stop.stop_requested())
        co_return;
    QStringList lost;
    bool replaced = false;
    for (const auto &each : checked.value_or(QList<Checked>())) {
        replaced = replaced || !each.replacement.isEmpty();
        if (each.state == Checked::State::Lost && !lost.contains(each.served.consumer))
            lost << each.served.consumer;
    }
    if (!lost.isEmpty())
        (void)work->orders.add({.kind = Kind::Serve,
                                .bases = {},
                                .consumers = lost,
                                .trigger = QStringLiteral("check"),
                                .ids = {},
                                .again = true});
    work->orders.remove({order});
    if (replaced)
        tellJuju(work->places);
}

/// Look-ups first: they take seconds, and may spare a build.
Task<void> lookUp(WorkPtr work, std::stop_token stop)
{
    const auto pending = work->orders.pending();
    for (const auto &order : pending) {
        if (order.kind == Kind::Check)
            co_await check(work, order, stop);
        else if (order.kind == Kind::Serve && !work->looked.contains(order.file))
            co_await serveOne(work, order, stop);
    }
}

/// Begins a round of builds for all that waits.
void beginBuilding(const WorkPtr &work, const std::stop_token &stop)
{
    auto pending = work->orders.pending();
    pending.removeIf([&](const WorkOrder &order) {
        return order.kind == Kind::Check || (order.kind == Kind::Serve && !work->looked.contains(order.file));
    });
    if (work->building || pending.isEmpty())
        return;
    work->building = true;
    work->scope.spawn(build(work, pending, std::exchange(work->missing, {}), stop));
}

Task<void> workOff(WorkPtr work, std::stop_token stop)
{
    while (!stop.stop_requested()) {
        co_await lookUp(work, stop);
        beginBuilding(work, stop);
        if (!work->building && work->orders.pending().isEmpty())
            break;
        (void)co_await work->clock.sleep(lookForOrders, stop);
    }
    co_await work->scope.drain();
}

} // namespace

Task<Result<bool>> workOrders(Settings settings, UnitPlaces places, Clock &clock, build::EventSink events,
                              std::stop_token stop)
{
    const WorkOrders orders(places);
    bool worked = false;
    // Who ordered while the lock was about to be let go left it to us.
    while (!stop.stop_requested() && (!worked || !orders.pending().isEmpty())) {
        IB_CO_TRY(auto lock, FileLock::tryLock(places.workLock()));
        if (!lock)
            co_return worked;
        worked = true;
        co_await workOff(WorkPtr(new Work{.settings = settings,
                                          .places = places,
                                          .clock = clock,
                                          .events = events,
                                          .orders = orders,
                                          .missing = {},
                                          .looked = {},
                                          .building = false,
                                          .scope = {}}),
                         stop);
    }
    co_return worked;
}

} // namespace imagebuilder::app
