// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/deliverynotes.h"

namespace imagebuilder::build {

bool isTriedAgain(const Error &error, int attempt)
{
    return attempt < deliveryAttempts && (mayPass(error) || error.kind() == ErrorKind::Auth);
}

Result<void> noteDelivered(Site &site, Progress &build, const QStringList &consumers, const QString &imageId,
                           const QString &way)
{
    for (const auto &consumer : consumers) {
        IB_CHECK(site.journal.setDelivery({.build = build.id,
                                           .consumer = consumer,
                                           .imageId = imageId,
                                           .state = QStringLiteral("delivered"),
                                           .way = way}));
        build.failed.remove(consumer);
        build.delivered.insert(consumer, imageId);
        build.ways.insert(consumer, way);
        const auto how = way == deliveredBy::share    ? QStringLiteral(", shared")
                         : way == deliveredBy::import ? QStringLiteral(", fetched by its own Glance")
                                                      : QString();
        tell(site, build, step::distribute, QStringLiteral("%1 has image %2%3").arg(consumer, imageId, how));
    }
    return {};
}

Result<void> noteFailed(Site &site, Progress &build, const QStringList &consumers, const Error &error)
{
    for (const auto &consumer : consumers) {
        IB_CHECK(site.journal.setDelivery(
            {.build = build.id, .consumer = consumer, .state = QStringLiteral("failed"), .error = error.message()}));
        build.failed.insert(consumer, error);
        tell(site, build, step::distribute, QStringLiteral("%1 gets nothing: %2").arg(consumer, error.message()),
             Event::Kind::Warning);
    }
    return {};
}

void warnOfAnotherTry(const Site &site, const Progress &build, const QStringList &consumers, const Error &error)
{
    tell(site, build, step::distribute,
         QStringLiteral("%1 is tried again later: %2").arg(consumers.join(u", "), error.message()),
         Event::Kind::Warning);
}

Result<QStringList> noteSurvey(Site &site, Progress &build, const Survey &found, int attempt)
{
    for (const auto &[consumer, image] : found.served.asKeyValueRange()) {
        const auto way = image == build.snapshotId ? deliveredBy::snapshot : deliveredBy::copy;
        IB_CHECK(noteDelivered(site, build, {consumer}, image, way));
    }
    for (const auto &[consumer, error] : found.refused.asKeyValueRange())
        IB_CHECK(noteFailed(site, build, {consumer}, error));
    QStringList again;
    for (const auto &[consumer, error] : found.silent.asKeyValueRange()) {
        if (attempt < deliveryAttempts) {
            warnOfAnotherTry(site, build, {consumer}, error);
            again << consumer;
        } else {
            IB_CHECK(noteFailed(site, build, {consumer}, error));
        }
    }
    return again;
}

} // namespace imagebuilder::build
