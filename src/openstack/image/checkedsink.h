// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/body.h"
#include "http/digest.h"
#include "openstack/image/image.h"

#include <optional>

namespace imagebuilder::openstack {

/// Hands an image's bytes on and keeps their count and digest, to be compared with what Glance says of them.
class CheckedSink final : public http::BodySink
{
public:
    CheckedSink(Image image, std::shared_ptr<http::BodySink> next);

    [[nodiscard]] Task<Result<void>> write(QByteArray piece, std::stop_token stop) override;
    /// After the last byte: Protocol error when these are not the image's bytes.
    Result<void> verdict() const;

private:
    Image m_image;
    std::shared_ptr<http::BodySink> m_next;
    std::optional<http::Digest> m_digest; ///< none where Glance tells none, or one we do not know
    qint64 m_size = 0;
};

} // namespace imagebuilder::openstack
