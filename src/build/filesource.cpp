// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/filesource.h"

namespace imagebuilder::build {

FileSource::FileSource(const QString &path, std::function<void(qint64)> progress)
    : m_file(path), m_progress(std::move(progress))
{
}

Result<std::shared_ptr<FileSource>> FileSource::open(const QString &path, std::function<void(qint64)> progress)
{
    const std::shared_ptr<FileSource> source(new FileSource(path, std::move(progress)));
    if (!source->m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return failure(ErrorKind::Storage,
                       QStringLiteral("%1 cannot be read: %2").arg(path, source->m_file.errorString()));
    return source;
}

Task<Result<QByteArray>> FileSource::read(qint64 most, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return failure(cancelled());
    auto piece = m_file.read(most);
    if (piece.isEmpty() && m_file.error() != QFileDevice::NoError)
        co_return failure(ErrorKind::Storage,
                          QStringLiteral("%1 cannot be read: %2").arg(m_file.fileName(), m_file.errorString()));
    m_sha256.update(piece);
    m_sha512.update(piece);
    if (m_progress)
        m_progress(m_file.pos());
    co_return piece;
}

QByteArray FileSource::digest(const QString &algorithm) const
{
    const auto named = http::Digest::named(algorithm);
    if (!named)
        return {};
    return (*named == http::Digest::Algorithm::Sha256 ? m_sha256 : m_sha512).hex();
}

} // namespace imagebuilder::build
