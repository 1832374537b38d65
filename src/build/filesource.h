// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/body.h"
#include "http/digest.h"

#include <QtCore/QFile>

namespace imagebuilder::build {

/// A file as the body of an upload; takes the digest of what it hands out, in the two forms that Glance may ask for.
class FileSource final : public http::BodySource
{
public:
    /// Storage error when it cannot be read. `progress(bytes so far)` may be empty.
    static Result<std::shared_ptr<FileSource>> open(const QString &path, std::function<void(qint64)> progress);

    [[nodiscard]] Task<Result<QByteArray>> read(qint64 most, std::stop_token stop) override;

    /// Lower-case hex of what was handed out, by Glance's `os_hash_algo`; empty for an algorithm that is not known.
    QByteArray digest(const QString &algorithm) const;

private:
    explicit FileSource(const QString &path, std::function<void(qint64)> progress);
    QFile m_file;
    std::function<void(qint64)> m_progress;
    http::Digest m_sha256{http::Digest::Algorithm::Sha256};
    http::Digest m_sha512{http::Digest::Algorithm::Sha512};
};

} // namespace imagebuilder::build
