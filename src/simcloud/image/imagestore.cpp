// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/image/imagestore.h"

#include "simcloud/web/filestream.h"

#include <QtCore/QDir>

#include <cstring>
#include <random>

namespace imagebuilder::simcloud {

namespace {

constexpr qint64 blockSize = 1024LL * 1024;

/// One block of noise again and again, each with its number at the front, so that no two blocks are the same.
class MadeUpStream final : public BodyStream
{
public:
    MadeUpStream(quint64 seed, qint64 size, std::function<void(qint64)> onBytes)
        : m_size(size), m_block(blockSize, Qt::Uninitialized), m_onBytes(std::move(onBytes))
    {
        std::mt19937_64 random(seed);
        for (qint64 at = 0; at < blockSize; at += 8) {
            const quint64 noise = random();
            std::memcpy(m_block.data() + at, &noise, 8);
        }
    }
    qint64 size() const override { return m_size; }
    QByteArray read(qint64 offset, qint64 length) override
    {
        const auto within = offset % blockSize;
        const auto most = std::min({length, blockSize - within, m_size - offset});
        auto bytes = m_block.mid(within, most);
        if (within < 8) {
            const quint64 number = static_cast<quint64>(offset / blockSize);
            std::memcpy(bytes.data(), reinterpret_cast<const char *>(&number) + within,
                        static_cast<size_t>(std::min<qint64>(8 - within, most)));
        }
        m_onBytes(bytes.size());
        return bytes;
    }

private:
    qint64 m_size;
    QByteArray m_block;
    std::function<void(qint64)> m_onBytes;
};

} // namespace

ImageStore::ImageStore(QString folder, qint64 nullFrom) : m_folder(std::move(folder)), m_nullFrom(nullFrom)
{
    QDir().mkpath(m_folder);
}

QString ImageStore::path(const QString &id) const
{
    return m_folder + u'/' + id;
}

ImageStore::Writer::Writer(ImageStore &store, QString id, bool keep)
    : m_store(store), m_id(std::move(id)), m_keep(keep), m_file(store.path(m_id) + QStringLiteral(".part"))
{
    if (m_keep)
        m_keep = m_file.open(QIODevice::WriteOnly);
}

ImageStore::Writer::~Writer()
{
    if (!m_finished)
        m_file.remove();
}

bool ImageStore::Writer::add(QByteArrayView bytes)
{
    m_size += bytes.size();
    m_sha512.add(bytes);
    if (!m_keep)
        return true;
    m_md5.add(bytes);
    return m_file.write(bytes.data(), bytes.size()) == bytes.size();
}

StoredBytes ImageStore::Writer::finish()
{
    m_finished = true;
    StoredBytes bytes{m_size, m_sha512.hex(), {}};
    if (m_keep) {
        bytes.md5 = m_md5.hex();
        m_file.close();
        QFile::remove(m_store.path(m_id));
        m_file.rename(m_store.path(m_id));
    } else {
        m_store.forget(m_id, bytes);
    }
    return bytes;
}

std::unique_ptr<ImageStore::Writer> ImageStore::write(const QString &id, qint64 length)
{
    const bool keep = m_nullFrom < 0 || (length >= 0 && length < m_nullFrom);
    return std::unique_ptr<Writer>(new Writer(*this, id, keep));
}

/// A copy of made-up bytes can be read again: its digest tells which formula made them.
void ImageStore::forget(const QString &id, const StoredBytes &bytes)
{
    const std::scoped_lock lock(m_mutex);
    for (const auto &madeUp : std::as_const(m_madeUp)) {
        if (madeUp.sha512 == bytes.sha512) {
            m_madeUp.insert(id, MadeUp(madeUp));
            return;
        }
    }
}

std::shared_ptr<BodyStream> ImageStore::read(const QString &id, std::function<void(qint64)> onBytes) const
{
    const std::scoped_lock lock(m_mutex);
    if (const auto madeUp = m_madeUp.constFind(id); madeUp != m_madeUp.cend())
        return std::make_shared<MadeUpStream>(madeUp->seed, madeUp->size, std::move(onBytes));
    auto file = std::make_shared<FileStream>(path(id), std::move(onBytes));
    if (!file->open())
        return nullptr;
    return file;
}

std::optional<StoredBytes> ImageStore::copy(const QString &from, const QString &to, std::function<void(qint64)> onBytes)
{
    const auto source = read(from, std::move(onBytes));
    if (!source)
        return std::nullopt;
    const auto writer = write(to, source->size());
    for (qint64 at = 0; at < source->size();) {
        const auto piece = source->read(at, blockSize);
        if (piece.isEmpty() || !writer->add(piece))
            return std::nullopt;
        at += piece.size();
    }
    return writer->finish();
}

StoredBytes ImageStore::makeUp(const QString &id, qint64 size)
{
    MadeUp madeUp{qHash(id), size, {}};
    MadeUpStream stream(madeUp.seed, size, [](qint64) {});
    Digest digest("SHA512");
    for (qint64 at = 0; at < size;) {
        const auto piece = stream.read(at, blockSize);
        digest.add(piece);
        at += piece.size();
    }
    madeUp.sha512 = digest.hex();
    const std::scoped_lock lock(m_mutex);
    m_madeUp.insert(id, madeUp);
    return {size, madeUp.sha512, {}};
}

void ImageStore::remove(const QString &id)
{
    const std::scoped_lock lock(m_mutex);
    m_madeUp.remove(id);
    QFile::remove(path(id));
}

} // namespace imagebuilder::simcloud
