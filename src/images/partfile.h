// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "http/body.h"
#include "http/digest.h"

#include <QtCore/QFile>

#include <functional>

namespace imagebuilder::images {

/// A file that is being fetched. What is there of an earlier attempt is kept and counted into the digest, so that the
/// whole is checked as it goes by. It stays when this value goes, unless dropped or moved.
class PartFile final : public http::BodySink
{
public:
    /// Opens or makes it; Storage error that names the folder. `progress(done)` is told after every piece.
    [[nodiscard]] static Task<Result<std::shared_ptr<PartFile>>>
    open(QString path, std::function<void(qint64)> progress, Clock &clock, std::stop_token stop);

    [[nodiscard]] Task<Result<void>> write(QByteArray piece, std::stop_token stop) override;

    qint64 size() const { return m_size; }
    /// Hex of all that is there.
    QByteArray sha256() const { return m_digest->hex(); }
    /// Forgets what is there.
    Result<void> restart();
    /// Puts it, safely on the disk, under its final name.
    Result<void> moveTo(const QString &path);
    void drop() { m_file.remove(); }

private:
    PartFile(const QString &path, std::function<void(qint64)> progress);
    std::unexpected<Error> wrong(const QString &doing, const QString &why) const;
    QFile m_file;
    std::function<void(qint64)> m_progress;
    std::shared_ptr<http::Digest> m_digest;
    qint64 m_size = 0;
};

/// Adds all bytes of an open file to a digest, without keeping the event loop; how many there were.
[[nodiscard]] Task<Result<qint64>> digestAll(std::shared_ptr<QFile> file, std::shared_ptr<http::Digest> digest,
                                             Clock &clock, std::stop_token stop);

} // namespace imagebuilder::images
