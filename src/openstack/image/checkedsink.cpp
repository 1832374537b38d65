// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/image/checkedsink.h"

namespace imagebuilder::openstack {

CheckedSink::CheckedSink(Image image, std::shared_ptr<http::BodySink> next)
    : m_image(std::move(image)), m_next(std::move(next))
{
    const auto algorithm = http::Digest::named(m_image.hashAlgo);
    if (algorithm && !m_image.hashValue.isEmpty())
        m_digest.emplace(*algorithm);
}

Task<Result<void>> CheckedSink::write(QByteArray piece, std::stop_token stop)
{
    m_size += piece.size();
    if (m_digest)
        m_digest->update(piece);
    return m_next->write(std::move(piece), std::move(stop));
}

Result<void> CheckedSink::verdict() const
{
    if (m_image.size > 0 && m_size != m_image.size)
        return failure(ErrorKind::Protocol, QStringLiteral("image %1 has %2 bytes by its record, but %3 came")
                                                .arg(m_image.id)
                                                .arg(m_image.size)
                                                .arg(m_size));
    if (!m_digest)
        return {};
    const auto hex = QString::fromLatin1(m_digest->hex());
    if (hex.compare(m_image.hashValue, Qt::CaseInsensitive) != 0)
        return failure(ErrorKind::Protocol, QStringLiteral("the bytes of image %1 have %2 %3, but its record says %4; "
                                                           "the image or the way to it is damaged")
                                                .arg(m_image.id, m_image.hashAlgo, hex, m_image.hashValue));
    return {};
}

} // namespace imagebuilder::openstack
