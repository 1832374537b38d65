// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/partfile.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace imagebuilder::images {

namespace {

constexpr qint64 digestPiece = 4LL * 1024 * 1024;

/// So that the new name, too, outlives a power cut.
void syncFolder(const QString &folder)
{
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

} // namespace

Task<Result<qint64>> digestAll(std::shared_ptr<QFile> file, std::shared_ptr<http::Digest> digest, Clock &clock,
                               std::stop_token stop)
{
    qint64 size = 0;
    while (true) {
        const auto piece = file->read(digestPiece);
        if (piece.isEmpty())
            break;
        digest->update(piece);
        size += piece.size();
        IB_CO_CHECK(co_await clock.sleep(milliseconds(0), stop));
    }
    if (file->error() != QFileDevice::NoError)
        co_return failure(ErrorKind::Storage,
                          QStringLiteral("cannot read %1: %2").arg(file->fileName(), file->errorString()));
    co_return size;
}

PartFile::PartFile(const QString &path, std::function<void(qint64)> progress)
    : m_file(path), m_progress(std::move(progress)),
      m_digest(std::make_shared<http::Digest>(http::Digest::Algorithm::Sha256))
{
}

std::unexpected<Error> PartFile::wrong(const QString &doing, const QString &why) const
{
    const auto folder = QFileInfo(m_file.fileName()).absolutePath();
    return failure(ErrorKind::Storage,
                   QStringLiteral("%1 in the image cache %2: %3; check its owner, mode and free space, or name another "
                                  "folder")
                       .arg(doing, folder, why));
}

Task<Result<std::shared_ptr<PartFile>>> PartFile::open(QString path, std::function<void(qint64)> progress, Clock &clock,
                                                       std::stop_token stop)
{
    std::shared_ptr<PartFile> part(new PartFile(path, std::move(progress)));
    // Unbuffered, so that a full disk is met by the write that meets it.
    if (!part->m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered))
        co_return part->wrong(QStringLiteral("cannot make a file"), part->m_file.errorString());
    const std::shared_ptr<QFile> file(part, &part->m_file);
    IB_CO_TRY(part->m_size, co_await digestAll(file, part->m_digest, clock, stop));
    co_return part;
}

Task<Result<void>> PartFile::write(QByteArray piece, std::stop_token)
{
    for (qsizetype done = 0; done < piece.size();) {
        const auto written = m_file.write(piece.constData() + done, piece.size() - done);
        if (written < 0)
            co_return wrong(QStringLiteral("cannot write"), m_file.errorString());
        done += written;
    }
    m_digest->update(piece);
    m_size += piece.size();
    if (m_progress)
        m_progress(m_size);
    co_return Result<void>{};
}

Result<void> PartFile::restart()
{
    if (!m_file.resize(0) || !m_file.seek(0))
        return wrong(QStringLiteral("cannot empty a file"), m_file.errorString());
    *m_digest = http::Digest(http::Digest::Algorithm::Sha256);
    m_size = 0;
    return {};
}

Result<void> PartFile::moveTo(const QString &path)
{
    if (::fsync(m_file.handle()) != 0 ||
        ::rename(QFile::encodeName(m_file.fileName()).constData(), QFile::encodeName(path).constData()) != 0)
        return wrong(QStringLiteral("cannot finish a file"), qt_error_string(errno));
    syncFolder(QFileInfo(path).absolutePath());
    return {};
}

} // namespace imagebuilder::images
