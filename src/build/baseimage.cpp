// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/baseimage.h"

#include "base/backoff.h"
#include "base/logging.h"
#include "build/buildlock.h"
#include "build/filesource.h"
#include "build/properties.h"
#include "build/steps.h"

#include <algorithm>

namespace imagebuilder::build {

using openstack::Image;
using SitePtr = std::shared_ptr<const BaseImageSite>;

namespace {

constexpr int uploadAttempts = 3;

/// Which base image is meant, and what it is called.
struct Wanted
{
    images::Release release;
    images::Arch arch;
    QString name;
};

/// Our own images of this name, newest first, whatever their status.
Task<Result<QList<Image>>> ourRevisions(SitePtr site, QString name, std::stop_token stop)
{
    IB_CO_TRY(const auto project, co_await site->cloud.session().projectId(stop));
    const openstack::ImageFilter filter{.name = name, .owner = project};
    IB_CO_TRY(auto images, co_await site->cloud.images().images(filter, stop));
    images.removeIf([&](const Image &image) {
        return image.name != name || image.owner != project || !isOurs(image.properties, site->deployment);
    });
    std::ranges::stable_sort(images, std::ranges::greater(), &Image::created);
    co_return images;
}

const Image *usable(const QList<Image> &images, const QByteArray &sha256)
{
    const auto found = std::ranges::find_if(images, [&sha256](const Image &image) {
        return image.status == u"active" &&
               (sha256.isEmpty() || image.properties.value(property::sha256) == QLatin1StringView(sha256));
    });
    return found == images.end() ? nullptr : &*found;
}

/// Removes all revisions but one; what is in use or refused stays, and is looked at again next time (CASES 3).
Task<void> removeOthers(SitePtr site, QList<Image> images, QString kept, std::stop_token stop)
{
    for (const auto &image : images) {
        if (image.id == kept)
            continue;
        const auto removed = co_await site->cloud.images().remove(image.id, stop);
        if (!removed)
            qCInfo(lcBuild).noquote() << "base image" << image.id << "on cloud" << site->cloud.name()
                                      << "stays:" << removed.error().message();
    }
}

Result<void> sameBytes(const Image &image, const FileSource &sent, qint64 size, const QString &cloud)
{
    const auto ours = sent.digest(image.hashAlgo);
    const bool wrongDigest =
        !image.hashValue.isEmpty() && !ours.isEmpty() && image.hashValue != QLatin1StringView(ours);
    if (image.status == u"active" && image.size == size && !wrongDigest)
        return {};
    return failure(ErrorKind::Protocol,
                   QStringLiteral("cloud %1 holds image %2 as %3 with %4 bytes%5; %6 bytes were sent")
                       .arg(cloud, image.id, image.status)
                       .arg(image.size)
                       .arg(wrongDigest ? QStringLiteral(" and another digest") : QString())
                       .arg(size));
}

Task<Result<void>> sendFile(SitePtr site, QString name, QString id, images::BaseImageFile file, std::stop_token stop)
{
    const auto progress = [site, what = QStringLiteral("upload ") + name, size = file.size](qint64 done) {
        if (site->events)
            site->events(Event{{}, step::prepare, Event::Kind::Progress, what, done, size});
    };
    IB_CO_TRY(const auto source, FileSource::open(file.path, progress));
    IB_CO_CHECK(co_await site->cloud.images().upload(id, source, file.size, stop));
    IB_CO_TRY(const auto image, co_await site->cloud.images().image(id, stop));
    co_return sameBytes(image, *source, file.size, site->cloud.name());
}

/// One attempt to upload; what it leaves half is removed.
Task<Result<QString>> uploadOnce(SitePtr site, Wanted wanted, images::BaseImageFile file, std::stop_token stop)
{
    openstack::ImageRequest request{.name = wanted.name, .diskFormat = file.format};
    request.properties = {{property::deployment, site->deployment},
                          {property::base, wanted.release.codename},
                          {property::arch, wanted.arch.name},
                          {property::sha256, QString::fromLatin1(file.sha256)},
                          {QStringLiteral("architecture"), wanted.arch.glance}};
    if (!file.serial.isEmpty())
        request.properties.insert(property::serial, file.serial);
    if (!file.signer.fingerprint.isEmpty())
        request.properties.insert(property::signedBy, file.signer.fingerprint);
    const store::ResourceRecord record{
        .kind = QStringLiteral("image"), .cloud = site->cloud.name(), .name = wanted.name};
    IB_CO_TRY(const auto row, site->journal.intend(record));
    IB_CO_TRY(const auto image, co_await site->cloud.images().create(request, stop));
    IB_CO_CHECK(site->journal.created(row, image.id));
    const auto sent = co_await sendFile(site, wanted.name, image.id, file, stop);
    if (sent)
        co_return image.id;
    // A stop ends the upload, not what has to be cleaned up after it.
    const auto removed = co_await site->cloud.images().remove(image.id, {});
    if (removed)
        IB_CO_CHECK(site->journal.gone(row));
    co_return std::unexpected(sent.error());
}

Task<Result<QString>> upload(SitePtr site, Wanted wanted, images::BaseImageFile file, std::stop_token stop)
{
    Backoff backoff(seconds(1), seconds(10));
    for (int attempt = 1;; ++attempt) {
        const auto uploaded = co_await uploadOnce(site, wanted, file, stop);
        if (uploaded)
            co_return uploaded;
        const auto kind = uploaded.error().kind();
        const bool mayPass =
            kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout || kind == ErrorKind::Protocol;
        if (!mayPass || attempt == uploadAttempts)
            co_return std::unexpected(uploaded.error().withContext(
                QStringLiteral("upload of %1 to cloud %2").arg(wanted.name, site->cloud.name())));
        const auto pause = backoff.next();
        IB_CO_CHECK(co_await site->clock.sleep(pause, stop));
    }
}

Task<Result<images::BaseImageFile>> fetch(SitePtr site, Wanted wanted, std::stop_token stop)
{
    const auto progress = [site, what = QStringLiteral("download ") + wanted.name](qint64 done, qint64 total) {
        if (site->events)
            site->events(Event{{}, step::prepare, Event::Kind::Progress, what, done, total});
    };
    co_return co_await site->source.fetch(wanted.release, wanted.arch, progress, stop);
}

BaseImage asItIs(const Image &image)
{
    return {.id = image.id,
            .sha256 = image.properties.value(property::sha256).toLatin1(),
            .serial = image.properties.value(property::serial)};
}

/// What serves while upstream is silent or wrong (CASES 17); of a pinned date nothing but that release does.
Result<BaseImage> lastGoodOne(const Wanted &wanted, const QList<Image> &there, const QString &date, const Error &error)
{
    const auto *last = error.kind() == ErrorKind::Cancelled ? nullptr : usable(there, {});
    if (!last || (!date.isEmpty() && last->properties.value(property::serial) != date))
        return std::unexpected(error.withContext(QStringLiteral("base image %1").arg(wanted.name)));
    auto found = asItIs(*last);
    found.warning = QStringLiteral("the base image could not be renewed, so the one of %1 serves: %2")
                        .arg(last->created.toString(Qt::ISODate), error.message());
    return found;
}

} // namespace

Task<Result<std::optional<Image>>> findBaseImage(SitePtr site, QString name, std::stop_token stop)
{
    IB_CO_TRY(const auto there, co_await ourRevisions(site, name, stop));
    const auto *const newest = usable(there, {});
    co_return newest ? std::optional(*newest) : std::nullopt;
}

Task<Result<BaseImage>> ensureBaseImage(SitePtr site, images::Release release, images::Arch arch, std::stop_token stop)
{
    const Wanted wanted{release, arch, images::baseImageName(site->prefix, release, arch)};
    const auto work = baseImageWork(site->cloud.name(), wanted.name);
    IB_CO_TRY(const auto lock, co_await waitForLock(site->lockFolder, work, site->clock, site->events, stop));
    IB_CO_TRY(const auto there, co_await ourRevisions(site, wanted.name, stop));
    const auto upstream = co_await site->source.upstreamSha256(release, arch, stop);
    if (upstream) {
        if (const auto *same = usable(there, *upstream)) {
            const auto found = asItIs(*same);
            co_await removeOthers(site, there, found.id, stop);
            co_return found;
        }
    }

    if (!upstream)
        co_return lastGoodOne(wanted, there, site->source.date(), upstream.error());
    const auto file = co_await fetch(site, wanted, stop);
    if (!file)
        co_return lastGoodOne(wanted, there, site->source.date(), file.error());
    if (const auto *same = usable(there, file->sha256)) { // upstream moved meanwhile, or is silent
        auto found = asItIs(*same);
        found.warning = file->warning;
        co_return found;
    }
    IB_CO_TRY(const auto id, co_await upload(site, wanted, *file, stop));
    co_await removeOthers(site, there, id, stop);
    BaseImage made{
        .id = id, .sha256 = file->sha256, .serial = file->serial, .uploaded = true, .warning = file->warning};
    if (made.warning.isEmpty() && file->signer.fingerprint.isEmpty())
        made.warning = QStringLiteral("the signature of the base image's checksums was not checked");
    co_return made;
}

} // namespace imagebuilder::build
