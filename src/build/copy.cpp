// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/copy.h"

#include "build/labelimage.h"
#include "build/properties.h"
#include "build/snapshot.h"

#include <algorithm>

namespace imagebuilder::build {

using openstack::Image;

namespace {

/// How long Glance may take to make an image active whose bytes it has.
constexpr milliseconds activationDeadline = std::chrono::minutes(5);

Result<void> holdsWhatWasRead(const Image &image, const SnapshotRead &read, const QString &cloud)
{
    IB_CHECK(read.complete());
    const auto digest = read.digest(image.hashAlgo);
    const bool differs = !digest.isEmpty() && image.hashValue != QLatin1StringView(digest);
    if (image.size == read.snapshot().size && !differs)
        return {};
    return failure(ErrorKind::Protocol,
                   QStringLiteral("cloud %1 holds image %2 with %3 bytes, %4 %5; sent were %6 bytes, %7")
                       .arg(cloud, image.id)
                       .arg(image.size)
                       .arg(image.hashAlgo, image.hashValue)
                       .arg(read.snapshot().size)
                       .arg(QString::fromLatin1(digest)));
}

Task<Result<Image>> activeImage(Destination destination, QString id, std::stop_token stop)
{
    const auto ended = [](const std::optional<Image> &image) {
        return !image || image->status == u"active" || image->status == u"killed" || image->status == u"deactivated";
    };
    IB_CO_TRY(const auto image,
              co_await destination.watcher->image(id, ended, activationDeadline, Watcher::Pace::Soon, stop));
    if (image && image->status == u"active")
        co_return *image;
    co_return failure(ErrorKind::Unavailable,
                      QStringLiteral("image %1 on cloud %2 is %3 after its bytes were sent")
                          .arg(id, destination.cloud->name(), image ? image->status : QStringLiteral("gone")));
}

Task<Result<Image>> fill(Destination destination, QString id, std::shared_ptr<http::BodySource> source,
                         SnapshotReadPtr read, std::stop_token stop)
{
    const auto sent = co_await destination.cloud->images().upload(id, source, read->snapshot().size, stop);
    source.reset(); // whoever fails must not hold up the group
    IB_CO_CHECK(sent);
    IB_CO_TRY(const auto image, co_await activeImage(destination, id, stop));
    IB_CO_CHECK(holdsWhatWasRead(image, *read, destination.cloud->name()));
    co_return image;
}

/// Whether an image in the destination's project is a copy of this build's, and not the snapshot.
bool isCopyThere(const Image &image, const Destination &destination, const QString &snapshotId)
{
    return image.owner == destination.projectId && image.id != snapshotId;
}

/// Notes that an image is gone, wherever the journal names it.
Result<void> forget(Site &site, const QString &buildId, const QString &imageId)
{
    IB_TRY(const auto known, site.journal.resources(buildId));
    for (const auto &resource : known)
        if (resource.kind == u"image" && resource.id == imageId)
            IB_CHECK(site.journal.gone(resource.row));
    return {};
}

} // namespace

openstack::ImageRequest copyRequest(const Site &site, const Progress &build, const Destination &destination,
                                    const Image &snapshot)
{
    openstack::ImageRequest request{.name = build.request.imageName,
                                    .diskFormat = snapshot.diskFormat,
                                    .containerFormat = snapshot.containerFormat,
                                    .minDiskGiB = snapshot.minDiskGiB,
                                    .minRamMiB = snapshot.minRamMiB,
                                    .properties = imageProperties(site, build)};
    request.properties.insert(property::consumer, destination.consumers.join(u','));
    return request;
}

bool isWhole(const Image &image, const Image &snapshot)
{
    return image.status == u"active" && image.size == snapshot.size && image.hashAlgo == snapshot.hashAlgo &&
           image.hashValue == snapshot.hashValue && !image.hashValue.isEmpty();
}

Task<Result<std::optional<QString>>> findCopy(Site &site, ProgressPtr build, Destination destination, Image snapshot,
                                              std::stop_token stop)
{
    IB_CO_TRY(auto images, co_await imagesOfBuild(*destination.cloud, site.deployment, build->id, stop));
    images.removeIf([&](const Image &image) { return !isCopyThere(image, destination, snapshot.id); });
    const auto whole = std::ranges::find_if(images, [&snapshot](const auto &i) { return isWhole(i, snapshot); });
    const auto kept = whole == images.end() ? std::optional<QString>() : std::optional(whole->id);
    for (const auto &image : images) {
        if (image.id == kept)
            continue;
        const auto removed = co_await destination.cloud->images().remove(image.id, stop);
        if (removed) {
            IB_CO_CHECK(forget(site, build->id, image.id));
        } else if (stop.stop_requested()) {
            co_return std::unexpected(removed.error());
        } else {
            tell(site, *build, step::distribute,
                 QStringLiteral("half a copy, image %1 on cloud %2, stays until the next build: %3")
                     .arg(image.id, destination.cloud->name(), removed.error().message()),
                 Event::Kind::Warning);
        }
    }
    co_return kept;
}

Task<Result<QString>> makeCopy(Site &site, ProgressPtr build, Destination destination, SnapshotReadPtr read,
                               std::stop_token stop)
{
    auto source = read->takeReader();
    const auto request = copyRequest(site, *build, destination, read->snapshot());
    const store::ResourceRecord record{
        .build = build->id, .kind = QStringLiteral("image"), .cloud = destination.cloud->name(), .name = request.name};
    IB_CO_TRY(const auto row, site.journal.intend(record));
    IB_CO_TRY(const auto image, co_await destination.cloud->images().create(request, stop));
    IB_CO_CHECK(site.journal.created(row, image.id));
    const auto filled = co_await fill(destination, image.id, std::move(source), read, stop);
    if (filled) {
        co_await labelImage(site, build, *destination.cloud, *filled, stop);
        co_return image.id;
    }
    // What a stop leaves here is taken back by undo, which has its own time.
    const auto removed = co_await destination.cloud->images().remove(image.id, stop);
    if (removed)
        IB_CO_CHECK(site.journal.gone(row));
    co_return std::unexpected(filled.error());
}

} // namespace imagebuilder::build
