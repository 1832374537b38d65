// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/collectleftovers.h"

#include "app/openbuilds.h"
#include "base/ids.h"
#include "build/buildlock.h"

#include <algorithm>

namespace imagebuilder::app {

using build::Inventory;
using build::Leftover;
using build::Needed;

namespace {

Result<QString> liveFingerprint(const Settings &settings)
{
    QFile file(settings.keyFile() + QStringLiteral(".pub"));
    if (!file.open(QIODevice::ReadOnly))
        return QString(); // no build made it yet
    return ssh::md5Fingerprint(file.readAll().trimmed());
}

Result<Needed> whatIsNeeded(Backend &backend, const Inventory &inventory)
{
    IB_TRY(const auto *const journal, backend.journal());
    IB_TRY(const auto records, journal->builds(0));
    const auto &settings = backend.settings();
    Needed needed;
    IB_TRY(needed.fingerprint, liveFingerprint(settings));
    for (const auto &record : records) {
        if (viewOf(settings, record).alive)
            needed.builds << record.id;
        if (record.state != store::BuildState::Succeeded)
            continue;
        IB_TRY(const auto deliveries, journal->deliveries(record.id));
        for (const auto &delivery : deliveries)
            needed.images << delivery.imageId;
        IB_TRY(const auto resources, journal->resources(record.id));
        for (const auto &resource : resources)
            if (resource.kind == u"image")
                needed.images << resource.id;
    }
    needed.images.removeAll(QString());
    for (const auto &image : inventory.images) {
        const auto work = build::baseImageWork(inventory.cloud, image.name);
        if (build::isUnderWay(settings.lockFolder(), work).value_or(true))
            needed.basesUnderWay << image.name;
    }
    return needed;
}

/// Keeps everybody else from taking up again what is about to be deleted. Conflict when somebody has.
Task<Result<FileLock>> hold(Backend &backend, Leftover leftover, std::stop_token stop)
{
    const auto folder = backend.settings().lockFolder();
    if (isBuildId(leftover.build)) {
        auto lock = co_await build::takeBuildLock(folder, leftover.build, backend.clock(), stop);
        co_return lock;
    }
    const auto work = leftover.kind == u"image" ? build::baseImageWork(leftover.cloud, leftover.name)
                                                : build::deploymentWork(leftover.cloud);
    IB_CO_TRY(auto lock, build::tryWorkLock(folder, work));
    if (!lock)
        co_return failure(ErrorKind::Conflict, QStringLiteral("another process is at work on %1").arg(work));
    co_return std::move(*lock);
}

/// Its lock is held, so what the journal says of it now stays true.
Result<bool> isLeftStill(Backend &backend, const Inventory &inventory, const Leftover &leftover)
{
    IB_TRY(const auto *const journal, backend.journal());
    IB_TRY(auto needed, whatIsNeeded(backend, inventory));
    // These locks are our own.
    needed.builds.removeAll(leftover.build);
    needed.basesUnderWay.removeAll(leftover.name);
    const auto now = build::leftoversIn(inventory, journal->deployment(), needed);
    return std::ranges::any_of(
        now, [&leftover](const Leftover &each) { return each.kind == leftover.kind && each.id == leftover.id; });
}

Task<Result<void>> removeHeld(Backend &backend, std::shared_ptr<const Inventory> inventory, Leftover leftover,
                              std::stop_token stop)
{
    IB_CO_TRY(auto *const cloud, backend.cloud(inventory->cloud));
    IB_CO_TRY(const auto lock, co_await hold(backend, leftover, stop));
    IB_CO_TRY(const auto left, isLeftStill(backend, *inventory, leftover));
    IB_CO_TRY(const auto changed, co_await build::hasChanged(*cloud, leftover, stop));
    if (!left || changed)
        co_return failure(ErrorKind::Conflict, QStringLiteral("it is in use again"));
    IB_CO_CHECK(co_await build::removeLeftover(*cloud, leftover, stop));
    IB_CO_TRY(const auto *const journal, backend.journal());
    const auto record = journal->build(leftover.build);
    const bool open = !record || (*record && (*record)->state == store::BuildState::Running);
    if (!open && isBuildId(leftover.build)) // an id from a cloud is not to be trusted with a path
        build::removeBuildLock(backend.settings().lockFolder(), leftover.build);
    co_return Result<void>{};
}

Task<Result<QList<Collected>>> collectIn(Backend &backend, QString name, bool remove, std::stop_token stop)
{
    IB_CO_TRY(const auto *const journal, backend.journal());
    IB_CO_TRY(auto *const cloud, backend.cloud(name));
    IB_CO_TRY(auto taken, co_await build::takeInventory(*cloud, journal->deployment(), stop));
    const auto inventory = std::make_shared<const Inventory>(std::move(taken));
    IB_CO_TRY(const auto needed, whatIsNeeded(backend, *inventory));
    QList<Collected> collected;
    for (const auto &leftover : build::leftoversIn(*inventory, journal->deployment(), needed)) {
        Collected item{.leftover = leftover};
        if (remove && leftover.ours) {
            const auto removed = co_await removeHeld(backend, inventory, leftover, stop);
            item.removed = removed.has_value();
            if (!removed)
                item.error = removed.error().message();
        }
        collected << item;
    }
    co_return collected;
}

} // namespace

Task<Result<QList<Collected>>> collectLeftovers(Backend &backend, CollectOrder order, std::stop_token stop)
{
    if (order.clouds.isEmpty()) {
        IB_CO_TRY(const auto name, backend.cloudName({}));
        order.clouds << name;
    }
    QList<Collected> collected;
    for (const auto &name : order.clouds) {
        IB_CO_TRY(const auto found, co_await collectIn(backend, name, order.remove, stop));
        collected << found;
    }
    co_return collected;
}

} // namespace imagebuilder::app
