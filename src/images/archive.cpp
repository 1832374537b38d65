// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/archive.h"

#include "images/archivetar.h"
#include "images/content.h"

#include <KCompressionDevice>
#include <KTar>
#include <KZip>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QStorageInfo>

#include <algorithm>

namespace imagebuilder::images {

namespace {

constexpr qint64 unpackPiece = 1024LL * 1024;
/// Left free for everybody else.
constexpr qint64 reserve = 64LL * 1024 * 1024;

std::unexpected<Error> damaged(const QString &why)
{
    return failure(ErrorKind::Protocol, QStringLiteral("the archive is damaged or cut off: %1").arg(why));
}

std::unexpected<Error> tooBig(qint64 bytes)
{
    return failure(ErrorKind::Protocol,
                   QStringLiteral("the archive unpacks to more than %1 MiB; it was not unpacked").arg(bytes >> 20));
}

std::unexpected<Error> noRoom(const QString &folder, qint64 needed)
{
    return failure(ErrorKind::Storage, QStringLiteral("%1 has %2 MiB free, and unpacking the base image takes at least "
                                                      "%3 MiB; make room, or name another folder with --cache-dir")
                                           .arg(folder)
                                           .arg(QStorageInfo(folder).bytesAvailable() >> 20)
                                           .arg((needed + reserve) >> 20));
}

/// Whatever is unpacked, with all that its unpacking is bound by.
struct Unpacking
{
    QString file;
    QString scratch;
    UnpackLimits limits;
    Clock &clock;

    QString folder() const { return QFileInfo(scratch).absolutePath(); }
    bool fits(qint64 bytes) const { return bytes + reserve <= QStorageInfo(folder()).bytesAvailable(); }
};
using UnpackingPtr = std::shared_ptr<const Unpacking>;

class FileSink final : public http::BodySink
{
public:
    explicit FileSink(const QString &path) : m_file(path) {}
    bool open() { return m_file.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered); }
    [[nodiscard]] Task<Result<void>> write(QByteArray piece, std::stop_token) override
    {
        if (m_file.write(piece) == piece.size())
            co_return Result<void>{};
        co_return failure(ErrorKind::Storage,
                          QStringLiteral("cannot write %1: %2").arg(m_file.fileName(), m_file.errorString()));
    }

private:
    QFile m_file;
};

/// Streams to the end; how many bytes there were.
Task<Result<qint64>> copy(UnpackingPtr unpacking, std::shared_ptr<QIODevice> from, std::shared_ptr<http::BodySink> to,
                          std::stop_token stop)
{
    qint64 done = 0;
    while (true) {
        QByteArray piece(unpackPiece, Qt::Uninitialized);
        const auto got = from->read(piece.data(), piece.size());
        if (got < 0)
            co_return damaged(from->errorString());
        if (got == 0)
            co_return done;
        done += got;
        if (done > unpacking->limits.bytes)
            co_return tooBig(unpacking->limits.bytes);
        if (!unpacking->fits(got))
            co_return noRoom(unpacking->folder(), got);
        piece.truncate(got);
        IB_CO_CHECK(co_await to->write(piece, stop));
        IB_CO_CHECK(co_await unpacking->clock.sleep(milliseconds(0), stop)); // the event loop's turn
    }
}

struct Listing
{
    QStringList files;
    QList<std::pair<QString, const KArchiveFile *>> images;
    int entries = 0;
};

bool namesImage(const QString &name)
{
    static const QStringList endings{".img", ".qcow2", ".raw", ".disk"};
    return std::ranges::any_of(endings, [&name](const auto &end) { return name.endsWith(end, Qt::CaseInsensitive); });
}

Result<void> list(const KArchiveDirectory &folder, const QString &path, const UnpackLimits &limits, Listing &listing)
{
    auto names = folder.entries();
    names.sort();
    for (const auto &name : std::as_const(names)) {
        const auto *const entry = folder.entry(name);
        const auto whole = path + name;
        if (++listing.entries > limits.entries)
            return failure(ErrorKind::Protocol, QStringLiteral("the archive has more than %1 entries; it was not "
                                                               "unpacked")
                                                    .arg(limits.entries));
        if (!staysInside(whole) || !staysInside(entry->symLinkTarget()))
            return failure(
                ErrorKind::Protocol,
                QStringLiteral("the archive has an entry that leads out of it, %1; it was not unpacked").arg(whole));
        if (entry->isDirectory()) {
            IB_CHECK(list(*static_cast<const KArchiveDirectory *>(entry), whole + u'/', limits, listing));
        } else if (entry->symLinkTarget().isEmpty()) {
            const auto *const file = static_cast<const KArchiveFile *>(entry);
            listing.files << whole;
            if (namesImage(whole))
                listing.images.append({whole, file});
        }
    }
    return {};
}

/// The only image in there, by its name's ending; a single file counts whatever its name.
Result<const KArchiveFile *> onlyImage(const KArchive &archive, const UnpackLimits &limits)
{
    Listing listing;
    IB_CHECK(list(*archive.directory(), {}, limits, listing));
    if (listing.images.isEmpty() && listing.files.size() == 1)
        return archive.directory()->file(listing.files.first());
    if (listing.images.size() == 1)
        return listing.images.first().second;
    constexpr qsizetype shown = 20;
    return failure(
        ErrorKind::Protocol,
        QStringLiteral("the archive holds %1 images (.img, .qcow2, .raw); exactly one is needed. In it: %2%3")
            .arg(listing.images.size())
            .arg(listing.files.first(std::min(shown, listing.files.size())).join(QStringLiteral(", ")),
                 listing.files.size() > shown ? QStringLiteral(", …") : QString()));
}

Task<Result<void>> extract(UnpackingPtr unpacking, std::shared_ptr<KArchive> archive,
                           std::shared_ptr<http::BodySink> image, std::stop_token stop)
{
    if (!archive->open(QIODevice::ReadOnly))
        co_return damaged(archive->errorString());
    IB_CO_TRY(const auto *const entry, onlyImage(*archive, unpacking->limits));
    if (entry->size() > unpacking->limits.bytes)
        co_return tooBig(unpacking->limits.bytes);
    if (!unpacking->fits(entry->size()))
        co_return noRoom(unpacking->folder(), entry->size());
    const std::shared_ptr<QIODevice> content(entry->createDevice());
    if (!content)
        co_return damaged(QStringLiteral("%1 is encrypted or packed in an unknown way").arg(entry->name()));
    IB_CO_TRY(const auto size, co_await copy(unpacking, content, image, stop));
    if (size != entry->size())
        co_return damaged(QStringLiteral("%1 has %2 of %3 bytes").arg(entry->name()).arg(size).arg(entry->size()));
    co_return Result<void>{};
}

Task<Result<void>> extractTar(UnpackingPtr unpacking, QString path, std::shared_ptr<http::BodySink> image,
                              std::stop_token stop)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        co_return failure(ErrorKind::Storage, QStringLiteral("cannot read %1: %2").arg(path, file.errorString()));
    IB_CO_CHECK(checkTar(file, unpacking->limits));
    const auto tar = std::make_shared<KTar>(path, QStringLiteral("application/x-tar"));
    co_return co_await extract(unpacking, tar, image, stop);
}

/// A tar's heads must be looked at before its image is taken, and KTar would unpack it whole into /tmp without limits:
/// so it is unpacked beside the cache's files first.
Task<Result<void>> decompress(UnpackingPtr unpacking, KCompressionDevice::CompressionType type,
                              std::shared_ptr<http::BodySink> image, std::stop_token stop)
{
    const auto device = std::make_shared<KCompressionDevice>(unpacking->file, type);
    if (!device->open(QIODevice::ReadOnly))
        co_return damaged(device->errorString());
    const bool isTar = contentOf(device->peek(contentHead)) == Content::Tar;
    auto sink = image;
    if (isTar) {
        const auto scratch = std::make_shared<FileSink>(unpacking->scratch);
        if (!scratch->open())
            co_return failure(ErrorKind::Storage, QStringLiteral("cannot write %1").arg(unpacking->scratch));
        sink = scratch;
    }
    IB_CO_CHECK(co_await copy(unpacking, device, sink, stop));
    // A file that was cut off gives no error, it only never comes to its end.
    if (!device->atEnd())
        co_return damaged(QStringLiteral("its end is missing"));
    if (isTar)
        co_return co_await extractTar(unpacking, unpacking->scratch, image, stop);
    co_return Result<void>{};
}

Task<Result<bool>> unpacked(UnpackingPtr unpacking, Content content, std::shared_ptr<http::BodySink> image,
                            std::stop_token stop)
{
    auto type = KCompressionDevice::None;
    switch (content) {
    case Content::Gzip:
        type = KCompressionDevice::GZip;
        break;
    case Content::Bzip2:
        type = KCompressionDevice::BZip2;
        break;
    case Content::Xz:
        type = KCompressionDevice::Xz;
        break;
    case Content::Zstd:
        type = KCompressionDevice::Zstd;
        break;
    case Content::Tar:
        IB_CO_CHECK(co_await extractTar(unpacking, unpacking->file, image, stop));
        co_return true;
    case Content::Zip: {
        const auto zip = std::make_shared<KZip>(unpacking->file);
        IB_CO_CHECK(co_await extract(unpacking, zip, image, stop));
        co_return true;
    }
    case Content::Qcow2:
    case Content::Raw:
    case Content::Other:
        co_return false;
    }
    IB_CO_CHECK(co_await decompress(unpacking, type, image, stop));
    co_return true;
}

} // namespace

Task<Result<bool>> unpackImage(QString path, QString scratch, std::shared_ptr<http::BodySink> image,
                               UnpackLimits limits, Clock &clock, std::stop_token stop)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        co_return failure(ErrorKind::Storage, QStringLiteral("cannot read %1: %2").arg(path, file.errorString()));
    const auto content = contentOf(file.read(contentHead));
    file.close();
    const auto unpacking = std::make_shared<const Unpacking>(Unpacking{path, scratch, limits, clock});
    auto done = co_await unpacked(unpacking, content, image, stop);
    QFile::remove(scratch);
    co_return done;
}

} // namespace imagebuilder::images
