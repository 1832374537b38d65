// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"
#include "http/digest.h"
#include "http/fanout.h"

namespace imagebuilder::build {

/// One read of the snapshot for a group of copies: what came in goes to all of them through the ring.
class SnapshotRead final : public http::BodySink
{
public:
    /// `ringBytes` is the most that is held in memory; `progress(bytes so far)` may be empty.
    SnapshotRead(openstack::Image snapshot, int readers, Clock &clock, qint64 ringBytes,
                 std::function<void(qint64)> progress);

    const openstack::Image &snapshot() const { return m_snapshot; }
    std::shared_ptr<http::BodySource> takeReader() { return m_fanOut.takeReader(); }
    [[nodiscard]] Task<Result<void>> write(QByteArray piece, std::stop_token stop) override;
    void finish(Result<void> outcome) { m_fanOut.finish(std::move(outcome)); }

    /// Error when what came is not what Glance said of the snapshot.
    Result<void> complete() const;
    /// Lower-case hex of what came, by Glance's `os_hash_algo`; empty when it was taken with another algorithm.
    QByteArray digest(const QString &algorithm) const;

private:
    openstack::Image m_snapshot;
    http::FanOut m_fanOut;
    std::function<void(qint64)> m_progress;
    http::Digest::Algorithm m_algorithm;
    http::Digest m_digest;
    qint64 m_read = 0;
};

using SnapshotReadPtr = std::shared_ptr<SnapshotRead>;

} // namespace imagebuilder::build
