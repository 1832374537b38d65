// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/checkserved.h"

#include "app/deliveragain.h"
#include "base/taskscope.h"
#include "build/distribution.h"
#include "build/properties.h"
#include "build/timelimit.h"

#include <algorithm>

namespace imagebuilder::app {

using openstack::Image;

namespace {

constexpr milliseconds consumerPatience = seconds(60);

/// Why an image cannot be shown; empty when it can.
QString whyNot(const Image &image)
{
    if (image.status != u"active")
        return QStringLiteral("image %1 is %2").arg(image.id, image.status);
    if (image.properties.value(build::property::state) == build::imageState::bad)
        return QStringLiteral("image %1 was marked bad").arg(image.id);
    return {};
}

/// As whyNot(), asked from the cloud; an error where it gave no answer that means anything. `chosen`: nobody shows it
/// yet, so it must have been published once.
Task<Result<QString>> askWhyNot(openstack::Cloud *cloud, QString id, bool chosen, std::stop_token stop)
{
    const auto image = co_await cloud->images().image(id, stop);
    if (image && chosen && image->properties.value(build::property::state) == build::imageState::candidate)
        co_return QStringLiteral("image %1 was never published").arg(id);
    if (image)
        co_return whyNot(*image);
    if (image.error().kind() == ErrorKind::NotFound)
        co_return QStringLiteral("image %1 is gone").arg(id);
    co_return std::unexpected(image.error());
}

/// What earlier builds delivered of the same image to the same consumer, newest first.
Result<QList<store::DeliveryRecord>> earlier(const store::Journal &journal, const Served &served)
{
    IB_TRY(const auto builds, journal.builds(0));
    QList<store::DeliveryRecord> found;
    for (const auto &record : builds) {
        if (record.imageName != served.image || record.id == served.build)
            continue;
        IB_TRY(const auto deliveries, journal.deliveries(record.id));
        for (const auto &delivery : deliveries)
            if (delivery.consumer == served.consumer && delivery.state == u"delivered")
                found << delivery;
    }
    return found;
}

Result<void> noteGone(store::Journal &journal, const QString &build, const QString &consumer, const QString &why)
{
    return journal.setDelivery({.build = build,
                                .consumer = consumer,
                                .imageId = {},
                                .state = QStringLiteral("gone"),
                                .error = why,
                                .changed = {}});
}

/// Finds the newest of the earlier ones that is still good, and makes it current. What is no good any more is noted as
/// gone, so that nobody takes it for delivered.
Task<Result<store::DeliveryRecord>> replaced(Backend &backend, openstack::Cloud *cloud, Served served, bool onlyLook,
                                             std::stop_token stop)
{
    IB_CO_TRY(auto *const journal, backend.journal());
    IB_CO_TRY(const auto candidates, earlier(*journal, served));
    for (const auto &candidate : candidates) {
        IB_CO_TRY(const auto why, co_await askWhyNot(cloud, candidate.imageId, true, stop));
        if (!why.isEmpty()) {
            if (!onlyLook)
                IB_CO_CHECK(noteGone(*journal, candidate.build, served.consumer, why));
            continue;
        }
        const openstack::Properties current{{build::property::state, build::imageState::current}};
        if (onlyLook)
            co_return store::DeliveryRecord(candidate);
        // One that is shared is its owner's to mark.
        if (candidate.way != build::deliveredBy::share)
            IB_CO_CHECK(co_await cloud->images().setProperties(candidate.imageId, current, stop));
        IB_CO_CHECK(journal->setPublication({.imageName = served.image,
                                             .consumer = served.consumer,
                                             .imageId = candidate.imageId,
                                             .build = candidate.build,
                                             .who = QStringLiteral("check"),
                                             .before = {},
                                             .changed = {}}));
        co_return store::DeliveryRecord(candidate);
    }
    co_return store::DeliveryRecord();
}

Task<Result<Checked>> look(Backend &backend, Served served, bool onlyLook, std::stop_token stop)
{
    Checked checked{.served = served, .text = QStringLiteral("active"), .replacement = {}};
    const build::TimeLimit limit(backend.clock(), consumerPatience, stop);
    IB_CO_TRY(auto *const cloud, backend.cloud(served.consumer));
    IB_CO_TRY(const auto why, co_await askWhyNot(cloud, served.id, false, limit.token()));
    if (why.isEmpty())
        co_return checked;
    checked.text = why;
    IB_CO_TRY(const auto other, co_await replaced(backend, cloud, served, onlyLook, limit.token()));
    checked.replacement = other.imageId;
    checked.from = other.build;
    checked.state = checked.replacement.isEmpty() ? Checked::State::Lost : Checked::State::Replaced;
    if (!onlyLook) {
        IB_CO_TRY(auto *const journal, backend.journal());
        IB_CO_CHECK(noteGone(*journal, served.build, served.consumer, why));
    }
    co_return checked;
}

Task<Checked> lookOrSaySilent(Backend &backend, Served served, bool onlyLook, std::stop_token stop)
{
    auto checked = co_await look(backend, served, onlyLook, stop);
    if (checked)
        co_return *std::move(checked);
    co_return Checked{
        .served = served, .state = Checked::State::Silent, .text = checked.error().message(), .replacement = {}};
}

} // namespace

Task<Result<QList<Checked>>> checkServed(Backend &backend, bool onlyLook, std::stop_token stop)
{
    IB_CO_TRY(const auto now, status(backend));
    std::vector<Task<Checked>> tasks;
    for (const auto &served : now.served)
        tasks.push_back(lookOrSaySilent(backend, served, onlyLook, stop));
    const auto checked = co_await all(std::move(tasks));
    const QList<Checked> found(checked.begin(), checked.end());
    co_return co_await deliverAgain(backend, found, onlyLook, stop);
}

} // namespace imagebuilder::app
