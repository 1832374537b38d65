// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/baseimagesource.h"

#include "base/backoff.h"
#include "base/logging.h"
#include "images/cache.h"
#include "images/content.h"
#include "images/partfile.h"
#include "images/upstream.h"

#include <QtCore/QFileInfo>
#include <QtCore/QStorageInfo>

namespace imagebuilder::images {

namespace {

constexpr int streamAttempts = 5;   ///< each goes on where the one before was cut
constexpr int checksumAttempts = 2; ///< the second one with a SHA256SUMS read anew

bool mayPass(ErrorKind kind)
{
    return kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout || kind == ErrorKind::RateLimited;
}

/// What one fetch is about; shared by its steps.
struct Wanted
{
    SourceOptions options;
    Upstream upstream;
    Clock &clock;
    Cache cache;
    std::function<void(qint64, qint64)> progress;
};
using WantedPtr = std::shared_ptr<Wanted>;

/// An entry of the cache as what fetch() returns.
Result<BaseImageFile> fileOf(const Cache::Entry &entry, bool fetched)
{
    IB_TRY(const auto format, diskFormatOf(entry.path));
    return BaseImageFile{.path = entry.path,
                         .size = QFileInfo(entry.path).size(),
                         .format = format,
                         .sha256 = entry.sha256,
                         .signer = entry.signer,
                         .serial = entry.serial,
                         .fetched = fetched};
}

/// The entry's file if its bytes are still right; one that has gone bad is removed.
Task<Result<std::optional<BaseImageFile>>> checked(WantedPtr wanted, Cache::Entry entry, std::stop_token stop)
{
    const auto file = std::make_shared<QFile>(entry.path);
    if (!file->open(QIODevice::ReadOnly))
        co_return std::nullopt;
    const auto digest = std::make_shared<http::Digest>(http::Digest::Algorithm::Sha256);
    IB_CO_CHECK(co_await digestAll(file, digest, wanted->clock, stop));
    if (digest->hex() != entry.fileSha256) {
        qCWarning(lcImages).noquote() << entry.path << "has changed on disk and is fetched again";
        file->remove();
        co_return std::nullopt;
    }
    IB_CO_TRY(const auto whole, fileOf(entry, false));
    co_return whole;
}

/// The cached file of this checksum. One that was fetched without a signature may be signed by now; without a check,
/// what is known of the signer stays.
Task<Result<std::optional<BaseImageFile>>> cached(WantedPtr wanted, Listed what, std::stop_token stop)
{
    auto entry = wanted->cache.find(what.sha256);
    if (!entry)
        co_return std::nullopt;
    if (wanted->options.checkSignature) {
        entry->signer = what.signer;
        IB_CO_CHECK(wanted->cache.note(*entry));
    }
    auto file = co_await checked(wanted, *entry, stop);
    if (file && *file)
        (*file)->signer = what.signer;
    co_return file;
}

/// Where it is too little, what is older than the last good file goes first.
Result<void> roomFor(const Cache &cache, qint64 bytes)
{
    const auto isEnough = [&cache, bytes] {
        const QStorageInfo storage(cache.folder());
        return !storage.isValid() || bytes <= storage.bytesAvailable();
    };
    if (isEnough())
        return {};
    cache.keepNewest();
    if (isEnough())
        return {};
    return failure(ErrorKind::Storage, QStringLiteral("the image cache %1 has %2 MiB free and %3 MiB are needed; make "
                                                      "room, or name another folder with --cache-dir")
                                           .arg(cache.folder())
                                           .arg(QStorageInfo(cache.folder()).bytesAvailable() >> 20)
                                           .arg(bytes >> 20));
}

/// Gets what is missing of the file, going on where the last attempt ended.
Task<Result<void>> streamOnce(WantedPtr wanted, QString path, std::shared_ptr<PartFile> part,
                              std::shared_ptr<qint64> total, std::stop_token stop)
{
    IB_CO_TRY(const auto size, co_await wanted->upstream.mirror().size(path, stop));
    *total = size.bytes;
    if (part->size() > 0 && (!size.resumable || part->size() > size.bytes))
        IB_CO_CHECK(part->restart());
    if (part->size() == size.bytes)
        co_return Result<void>{};
    IB_CO_CHECK(roomFor(wanted->cache, size.bytes - part->size()));
    const std::shared_ptr<http::BodySink> sink = part;
    co_return co_await wanted->upstream.mirror().stream(path, part->size(), sink, stop);
}

Task<Result<void>> stream(WantedPtr wanted, QString path, std::shared_ptr<PartFile> part, std::shared_ptr<qint64> total,
                          std::stop_token stop)
{
    Backoff backoff;
    for (int attempt = 1;; ++attempt) {
        const auto before = part->size();
        auto done = co_await streamOnce(wanted, path, part, total, stop);
        if (done)
            co_return done;
        const auto kind = done.error().kind();
        const bool cut = kind == ErrorKind::Protocol && part->size() > before;
        if (attempt == streamAttempts || !(cut || mayPass(kind)))
            co_return done;
        qCInfo(lcImages).noquote() << "goes on after" << part->size() << "bytes:" << done.error().message();
        const auto pause = backoff.next();
        IB_CO_CHECK(co_await wanted->clock.sleep(pause, stop));
    }
}

/// Gives a file its final name: itself, or the image that was packed in it.
Task<Result<BaseImageFile>> keep(WantedPtr wanted, std::shared_ptr<PartFile> part, Cache::Entry entry,
                                 std::stop_token stop)
{
    const auto &cache = wanted->cache;
    const auto imagePath = cache.unpackPath(entry.sha256);
    QFile::remove(imagePath);
    IB_CO_TRY(const auto image, co_await PartFile::open(imagePath, {}, wanted->clock, stop));
    const std::shared_ptr<http::BodySink> sink = image;
    const auto packed = co_await unpackImage(cache.partPath(entry.sha256), cache.scratchPath(entry.sha256), sink,
                                             wanted->options.limits, wanted->clock, stop);
    if (!packed || !*packed)
        image->drop();
    if (!packed) {
        if (packed.error().kind() == ErrorKind::Protocol)
            part->drop();
        co_return std::unexpected(packed.error());
    }
    const auto whole = *packed ? image : part;
    entry.fileSha256 = whole->sha256();
    IB_CO_CHECK(cache.note(entry));
    IB_CO_CHECK(whole->moveTo(entry.path));
    auto file = fileOf(entry, true);
    if (!file)
        QFile::remove(entry.path);
    else
        cache.removeOlder(entry.sha256);
    co_return file;
}

/// A whole file of the right checksum under its final name; nothing when its checksum was wrong.
Task<Result<std::optional<BaseImageFile>>> fetched(WantedPtr wanted, Listed what, std::stop_token stop)
{
    const auto total = std::make_shared<qint64>(-1);
    const auto tell = [wanted, total](qint64 done) {
        if (wanted->progress)
            wanted->progress(done, *total);
    };
    const auto serial = co_await wanted->upstream.serial(what.list, stop);
    const auto partPath = wanted->cache.partPath(what.sha256);
    IB_CO_TRY(const auto part, co_await PartFile::open(partPath, tell, wanted->clock, stop));
    IB_CO_CHECK(co_await stream(wanted, wanted->upstream.path(what.name), part, total, stop));
    if (part->sha256() != what.sha256) {
        part->drop();
        co_return std::nullopt;
    }
    const Cache::Entry entry{.path = wanted->cache.imagePath(what.sha256),
                             .sha256 = what.sha256,
                             .fileSha256 = {},
                             .signer = what.signer,
                             .date = wanted->options.date,
                             .serial = serial};
    auto file = co_await keep(wanted, part, entry, stop);
    IB_CO_TRY(const auto kept, inContext(std::move(file), what.name));
    co_return kept;
}

Task<Result<BaseImageFile>> current(WantedPtr wanted, std::stop_token stop)
{
    QString name;
    for (int attempt = 0; attempt < checksumAttempts; ++attempt) {
        IB_CO_TRY(const auto what, co_await wanted->upstream.listed(stop));
        IB_CO_TRY(const auto there, co_await cached(wanted, what, stop));
        if (there)
            co_return *there;
        IB_CO_TRY(const auto got, co_await fetched(wanted, what, stop));
        if (got)
            co_return *got;
        // Upstream's `current` may have moved between the list and the file.
        name = what.name;
        qCWarning(lcImages).noquote() << name << "has another checksum than listed; it was deleted";
    }
    co_return failure(ErrorKind::Protocol,
                      QStringLiteral("%1 has another checksum than listed, twice; what was fetched was deleted. The "
                                     "mirror may be half updated or tampered with: try again later, or pin a date")
                          .arg(wanted->upstream.mirror().address(wanted->upstream.path(name))));
}

/// The last good file, for when the mirror is silent; nothing where it was not checked as strictly as is asked now.
Task<Result<std::optional<BaseImageFile>>> lastGood(WantedPtr wanted, std::stop_token stop)
{
    const auto entry = wanted->cache.newest(wanted->options.date);
    if (!entry || (wanted->options.checkSignature && entry->signer.fingerprint.isEmpty()))
        co_return std::nullopt;
    co_return co_await checked(wanted, *entry, stop);
}

} // namespace

BaseImageSource::BaseImageSource(SourceOptions options, http::Transport &transport, Clock &clock)
    : m_options(std::move(options)), m_transport(transport), m_clock(clock)
{
}

Task<Result<QByteArray>> BaseImageSource::upstreamSha256(Release release, Arch arch, std::stop_token stop)
{
    IB_CO_TRY(const auto layout, layoutOf(m_options, release, arch));
    const auto upstream = std::make_shared<Upstream>(m_options, layout, m_transport, m_clock);
    IB_CO_TRY(const auto what, co_await upstream->listed(stop));
    co_return what.sha256;
}

Task<Result<UpstreamImage>> BaseImageSource::upstream(Release release, Arch arch, std::stop_token stop)
{
    IB_CO_TRY(const auto layout, layoutOf(m_options, release, arch));
    const auto upstream = std::make_shared<Upstream>(m_options, layout, m_transport, m_clock);
    IB_CO_TRY(const auto what, co_await upstream->listed(stop));
    const auto serial = co_await upstream->serial(what.list, stop);
    co_return UpstreamImage{.sha256 = what.sha256, .signer = what.signer, .serial = serial};
}

Task<Result<BaseImageFile>> BaseImageSource::fetch(Release release, Arch arch,
                                                   std::function<void(qint64, qint64)> progress, std::stop_token stop)
{
    const auto doing = QStringLiteral("base image %1 for %2").arg(release.codename, arch.name);
    const auto layout = layoutOf(m_options, release, arch);
    if (!layout)
        co_return std::unexpected(layout.error().withContext(doing));
    const auto wanted = std::make_shared<Wanted>(Wanted{.options = m_options,
                                                        .upstream = Upstream(m_options, *layout, m_transport, m_clock),
                                                        .clock = m_clock,
                                                        .cache = Cache(m_options.cacheFolder, release, arch),
                                                        .progress = std::move(progress)});
    auto lock = co_await wanted->cache.lock(m_clock, stop);
    if (!lock)
        co_return std::unexpected(lock.error().withContext(doing));
    auto file = co_await current(wanted, stop);
    if (file || !mayPass(file.error().kind()))
        co_return inContext(std::move(file), doing);
    const auto kept = co_await lastGood(wanted, stop);
    if (!kept || !*kept)
        co_return inContext(std::move(file), doing);
    auto old = **kept;
    old.warning = QStringLiteral("the image mirror is silent (%1); the last good %2 is used")
                      .arg(file.error().message(), QFileInfo(old.path).fileName());
    co_return old;
}

} // namespace imagebuilder::images
