// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/baseimagesource.h"

#include "base/backoff.h"
#include "base/logging.h"
#include "images/cache.h"
#include "images/checksums.h"
#include "images/mirror.h"
#include "images/partfile.h"
#include "images/signature.h"

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
    Mirror mirror;
    Clock &clock;
    Release release;
    Arch arch;
    std::function<void(qint64, qint64)> progress;
    Cache cache;

    QString path(const QString &name) const
    {
        const auto date = options.date.isEmpty() ? QStringLiteral("current") : options.date;
        return QStringLiteral("%1/%2/%3").arg(release.codename, date, name);
    }
    QString fileName() const { return upstreamFileName(release, arch); }
};
using WantedPtr = std::shared_ptr<Wanted>;

/// What upstream says the file must be.
struct Listed
{
    QByteArray sha256;
    QString signedBy;
};

Task<Result<QString>> signerOf(WantedPtr wanted, QByteArray sums, std::stop_token stop)
{
    if (!wanted->options.checkSignature)
        co_return QString();
    const auto path = wanted->path(QStringLiteral("SHA256SUMS.gpg"));
    const auto signature = co_await wanted->mirror.text(path, stop);
    if (!signature && signature.error().kind() == ErrorKind::NotFound)
        co_return failure(ErrorKind::NotFound,
                          QStringLiteral("the mirror has no signature %1; for a mirror without one "
                                         "turn the check off: --image-signature off")
                              .arg(wanted->mirror.address(path)));
    if (!signature)
        co_return std::unexpected(signature.error());
    auto signer = co_await verifySignature(sums, *signature, wanted->options.keyring, stop);
    co_return inContext(std::move(signer), QStringLiteral("signature %1").arg(wanted->mirror.address(path)));
}

Task<Result<Listed>> listed(WantedPtr wanted, std::stop_token stop)
{
    const auto path = wanted->path(QStringLiteral("SHA256SUMS"));
    IB_CO_TRY(const auto sums, co_await wanted->mirror.text(path, stop));
    IB_CO_TRY(const auto signer, co_await signerOf(wanted, sums, stop));
    const auto sum = checksumOf(wanted->fileName(), sums);
    if (!sum)
        co_return std::unexpected(sum.error().withContext(wanted->mirror.address(path)));
    co_return Listed{.sha256 = *sum, .signedBy = signer};
}

/// The cached file of this checksum if its bytes still have it; one that has gone bad is removed.
Task<Result<std::optional<BaseImageFile>>> cached(WantedPtr wanted, Listed what, std::stop_token stop)
{
    const auto path = wanted->cache.imagePath(what.sha256);
    const auto file = std::make_shared<QFile>(path);
    if (!file->open(QIODevice::ReadOnly))
        co_return std::nullopt;
    const auto digest = std::make_shared<http::Digest>(http::Digest::Algorithm::Sha256);
    IB_CO_TRY(const auto size, co_await digestAll(file, digest, wanted->clock, stop));
    if (digest->hex() == what.sha256)
        co_return BaseImageFile{.path = path, .size = size, .sha256 = what.sha256, .signedBy = what.signedBy};
    qCWarning(lcImages).noquote() << path << "has changed on disk and is fetched again";
    file->remove();
    co_return std::nullopt;
}

Result<void> roomFor(const QString &folder, qint64 bytes)
{
    const QStorageInfo storage(folder);
    if (!storage.isValid() || bytes <= storage.bytesAvailable())
        return {};
    return failure(ErrorKind::Storage, QStringLiteral("the image cache %1 has %2 MiB free and %3 MiB are needed; make "
                                                      "room, or name another folder")
                                           .arg(folder)
                                           .arg(storage.bytesAvailable() >> 20)
                                           .arg(bytes >> 20));
}

/// Gets what is missing of the file, going on where the last attempt ended.
Task<Result<void>> streamOnce(WantedPtr wanted, std::shared_ptr<PartFile> part, std::shared_ptr<qint64> total,
                              std::stop_token stop)
{
    const auto path = wanted->path(wanted->fileName());
    IB_CO_TRY(const auto size, co_await wanted->mirror.size(path, stop));
    *total = size.bytes;
    if (part->size() > 0 && (!size.resumable || part->size() > size.bytes))
        IB_CO_CHECK(part->restart());
    if (part->size() == size.bytes)
        co_return Result<void>{};
    IB_CO_CHECK(roomFor(wanted->cache.folder(), size.bytes - part->size()));
    const std::shared_ptr<http::BodySink> sink = part;
    co_return co_await wanted->mirror.stream(path, part->size(), sink, stop);
}

Task<Result<void>> stream(WantedPtr wanted, std::shared_ptr<PartFile> part, std::shared_ptr<qint64> total,
                          std::stop_token stop)
{
    Backoff backoff;
    for (int attempt = 1;; ++attempt) {
        const auto before = part->size();
        auto done = co_await streamOnce(wanted, part, total, stop);
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

Cache::Entry entryFor(const Wanted &wanted, const Listed &what)
{
    return {.path = wanted.cache.imagePath(what.sha256),
            .sha256 = what.sha256,
            .signedBy = what.signedBy,
            .date = wanted.options.date};
}

/// A file that was fetched without a signature may be signed by now; without a check, what is known stays.
Result<void> noteCheck(const Wanted &wanted, const Listed &what)
{
    return wanted.options.checkSignature ? wanted.cache.note(entryFor(wanted, what)) : Result<void>{};
}

/// A whole file of the right checksum under its final name; nothing when its checksum was wrong.
Task<Result<std::optional<BaseImageFile>>> fetched(WantedPtr wanted, Listed what, std::stop_token stop)
{
    const auto total = std::make_shared<qint64>(-1);
    const auto tell = [wanted, total](qint64 done) {
        if (wanted->progress)
            wanted->progress(done, *total);
    };
    const auto partPath = wanted->cache.partPath(what.sha256);
    IB_CO_TRY(const auto part, co_await PartFile::open(partPath, tell, wanted->clock, stop));
    IB_CO_CHECK(co_await stream(wanted, part, total, stop));
    if (part->sha256() != what.sha256) {
        part->drop();
        co_return std::nullopt;
    }
    const auto entry = entryFor(*wanted, what);
    IB_CO_CHECK(wanted->cache.note(entry));
    IB_CO_CHECK(part->moveTo(entry.path));
    wanted->cache.removeOthers(entry);
    co_return BaseImageFile{
        .path = entry.path, .size = part->size(), .sha256 = what.sha256, .signedBy = what.signedBy, .fetched = true};
}

Task<Result<BaseImageFile>> current(WantedPtr wanted, std::stop_token stop)
{
    for (int attempt = 0; attempt < checksumAttempts; ++attempt) {
        IB_CO_TRY(const auto what, co_await listed(wanted, stop));
        IB_CO_TRY(const auto there, co_await cached(wanted, what, stop));
        if (there) {
            IB_CO_CHECK(noteCheck(*wanted, what));
            co_return *there;
        }
        IB_CO_TRY(const auto got, co_await fetched(wanted, what, stop));
        if (got)
            co_return *got;
        // Upstream's `current` may have moved between the list and the file.
        qCWarning(lcImages).noquote() << wanted->fileName() << "has another checksum than listed; it was deleted";
    }
    co_return failure(
        ErrorKind::Protocol,
        QStringLiteral("%1 has another checksum than its SHA256SUMS says, twice; the file was deleted. The "
                       "mirror may be half updated or tampered with: try again later, or pin a date")
            .arg(wanted->mirror.address(wanted->path(wanted->fileName()))));
}

/// The last good file, for when the mirror is silent; nothing where it was not checked as strictly as is asked now.
Task<Result<std::optional<BaseImageFile>>> lastGood(WantedPtr wanted, std::stop_token stop)
{
    const auto entry = wanted->cache.newest(wanted->options.date);
    if (!entry || (wanted->options.checkSignature && entry->signedBy.isEmpty()))
        co_return std::nullopt;
    const Listed what{.sha256 = entry->sha256, .signedBy = entry->signedBy};
    co_return co_await cached(wanted, what, stop);
}

} // namespace

BaseImageSource::BaseImageSource(SourceOptions options, http::Transport &transport, Clock &clock)
    : m_options(std::move(options)), m_transport(transport), m_clock(clock)
{
}

Task<Result<QByteArray>> BaseImageSource::upstreamSha256(Release release, Arch arch, std::stop_token stop)
{
    const auto wanted = std::make_shared<Wanted>(Wanted{m_options,
                                                        Mirror(m_options.mirror, m_transport, m_clock),
                                                        m_clock,
                                                        release,
                                                        arch,
                                                        {},
                                                        Cache(m_options.cacheFolder, release, arch)});
    IB_CO_TRY(const auto what, co_await listed(wanted, stop));
    co_return what.sha256;
}

Task<Result<BaseImageFile>> BaseImageSource::fetch(Release release, Arch arch,
                                                   std::function<void(qint64, qint64)> progress, std::stop_token stop)
{
    const auto wanted =
        std::make_shared<Wanted>(Wanted{m_options, Mirror(m_options.mirror, m_transport, m_clock), m_clock, release,
                                        arch, std::move(progress), Cache(m_options.cacheFolder, release, arch)});
    const auto doing = QStringLiteral("base image %1 for %2").arg(release.codename, arch.name);
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
