// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/publishimage.h"

#include "build/deliverlate.h"

#include <algorithm>

namespace imagebuilder::app {

using store::BuildRecord;

namespace {

/// Of each image the newest build that ended well; one that somebody shows goes before newer ones that nobody does, for
/// these were rolled back from.
Result<QList<BuildRecord>> buildsToShow(const store::Journal &journal, const QString &cloud, const QString &imageName)
{
    IB_TRY(const auto records, journal.builds(0));
    IB_TRY(const auto publications, journal.publications(imageName));
    QList<BuildRecord> chosen;
    for (const bool shownOnes : {true, false}) {
        for (const auto &record : records) {
            const bool meant = imageName.isEmpty() || record.imageName == imageName;
            const bool good = record.state == store::BuildState::Succeeded && record.cloud == cloud;
            const bool shown = std::ranges::contains(publications, record.id, &store::PublicationRecord::build);
            if (meant && good && shown == shownOnes &&
                !std::ranges::contains(chosen, record.imageName, &BuildRecord::imageName))
                chosen << record;
        }
    }
    return chosen;
}

/// Those of the build's consumers that it did not reach, or that lost the image since.
Result<QStringList> lacking(const store::Journal &journal, const BuildRecord &record)
{
    IB_TRY(const auto deliveries, journal.deliveries(record.id));
    QStringList consumers;
    for (const auto &delivery : deliveries)
        if (delivery.state != u"delivered")
            consumers << delivery.consumer;
    return consumers;
}

/// Every cloud that a late delivery of the build may have to do with: who has a copy may be the one to share it.
QStringList cloudsFor(Backend &backend, const BuildRecord &record, const QStringList &consumers)
{
    auto clouds = record.request.value(u"consumers").toVariant().toStringList();
    clouds << record.request.value(u"distribution")[u"hub"].toString();
    clouds.removeIf([&](const QString &name) { return consumers.contains(name) || !backend.cloud(name); });
    clouds.removeDuplicates();
    return consumers + clouds;
}

} // namespace

Task<Result<build::Outcome>> deliverTo(Backend &backend, BuildRecord record, QStringList consumers,
                                       std::stop_token stop)
{
    const auto clouds = cloudsFor(backend, record, consumers);
    IB_CO_TRY(const auto site, co_await backend.site(record.cloud, clouds, stop));
    co_return co_await build::deliverLate(*site, record, consumers, stop);
}

Task<Result<QList<Published>>> publishImages(Backend &backend, PublishOrder order, std::stop_token stop)
{
    IB_CO_TRY(order.cloud, backend.cloudName(order.cloud));
    IB_CO_TRY(auto *const journal, backend.journal());
    IB_CO_TRY(const auto records, buildsToShow(*journal, order.cloud, order.imageName));
    if (records.isEmpty())
        co_return failure(
            ErrorKind::NotFound,
            QStringLiteral("the journal knows no build of %1 on cloud %2 that ended well; `imagebuilderd "
                           "builds list` shows what it knows")
                .arg(order.imageName.isEmpty() ? QStringLiteral("any image") : order.imageName, order.cloud));
    QList<Published> published;
    for (const auto &record : records) {
        auto consumers = order.consumers;
        if (consumers.isEmpty()) {
            IB_CO_TRY(consumers, lacking(*journal, record));
        }
        if (consumers.isEmpty())
            continue;
        auto outcome = co_await deliverTo(backend, record, consumers, stop);
        if (!outcome)
            co_return std::unexpected(outcome.error().withContext(record.imageName));
        published << Published{record.imageName, consumers, *std::move(outcome)};
    }
    co_return published;
}

} // namespace imagebuilder::app
