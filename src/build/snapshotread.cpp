// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/snapshotread.h"

namespace imagebuilder::build {

SnapshotRead::SnapshotRead(openstack::Image snapshot, int readers, Clock &clock, qint64 ringBytes,
                           std::function<void(qint64)> progress)
    : m_snapshot(std::move(snapshot)), m_fanOut(readers, clock, {.ring = ringBytes}), m_progress(std::move(progress)),
      m_algorithm(http::Digest::named(m_snapshot.hashAlgo).value_or(http::Digest::Algorithm::Sha512)),
      m_digest(m_algorithm)
{
}

Task<Result<void>> SnapshotRead::write(QByteArray piece, std::stop_token stop)
{
    // Before the piece is handed on: when a copy has the last byte, the digest is whole.
    m_digest.update(piece);
    m_read += piece.size();
    if (m_progress)
        m_progress(m_read);
    return m_fanOut.write(std::move(piece), std::move(stop));
}

Result<void> SnapshotRead::complete() const
{
    const bool knows = !m_snapshot.hashValue.isEmpty() && http::Digest::named(m_snapshot.hashAlgo) == m_algorithm;
    if (m_read == m_snapshot.size && (!knows || m_snapshot.hashValue == QLatin1StringView(m_digest.hex())))
        return {};
    return failure(ErrorKind::Protocol,
                   QStringLiteral("what was read of snapshot %1 (%2 bytes) is not what Glance said "
                                  "of it (%3 bytes, %4 %5)")
                       .arg(m_snapshot.id)
                       .arg(m_read)
                       .arg(m_snapshot.size)
                       .arg(m_snapshot.hashAlgo, m_snapshot.hashValue));
}

QByteArray SnapshotRead::digest(const QString &algorithm) const
{
    return http::Digest::named(algorithm) == m_algorithm ? m_digest.hex() : QByteArray();
}

} // namespace imagebuilder::build
