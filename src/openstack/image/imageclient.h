// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/image/image.h"
#include "openstack/session.h"

namespace imagebuilder::openstack {

/// Glance v2. Deleting what is gone is no error.
class ImageClient
{
public:
    /// `session` must outlive this client.
    explicit ImageClient(Session &session) : m_session(session) {}

    /// All pages, newest first; filters are applied by Glance and once more here (names are taken literally).
    [[nodiscard]] Task<Result<QList<Image>>> images(ImageFilter filter, std::stop_token stop);
    [[nodiscard]] Task<Result<Image>> image(QString id, std::stop_token stop);
    [[nodiscard]] Task<Result<Image>> create(ImageRequest request, std::stop_token stop);
    /// Streams the bytes of a queued image, once.
    [[nodiscard]] Task<Result<void>> upload(QString id, std::shared_ptr<http::BodySource> source, qint64 length,
                                            std::stop_token stop);
    /// The ways of import that this Glance offers; none where it is too old to tell.
    [[nodiscard]] Task<Result<QStringList>> importMethods(std::stop_token stop);
    /// Asks Glance to fetch a queued image's bytes from another one by itself (importEnded()). Not repeated.
    [[nodiscard]] Task<Result<void>> importFrom(QString id, ImportSource source, std::stop_token stop);
    /// Streams the bytes of an active image into the sink. Glance's 204 for a queued one is Conflict.
    [[nodiscard]] Task<Result<void>> download(QString id, std::shared_ptr<http::BodySink> sink, std::stop_token stop);
    /// Adds or replaces text properties.
    [[nodiscard]] Task<Result<void>> setProperties(QString id, Properties properties, std::stop_token stop);
    /// In the place of all that it has.
    [[nodiscard]] Task<Result<void>> setTags(QString id, QStringList tags, std::stop_token stop);
    [[nodiscard]] Task<Result<void>> setVisibility(QString id, QString visibility, std::stop_token stop);
    [[nodiscard]] Task<Result<void>> setMinDisk(QString id, int gib, std::stop_token stop);
    /// Shares a `shared` image with a project, and accepts a share as that project.
    [[nodiscard]] Task<Result<void>> addMember(QString id, QString projectId, std::stop_token stop);
    [[nodiscard]] Task<Result<void>> acceptMember(QString id, QString projectId, std::stop_token stop);
    /// Those that an image of ours is shared with; Auth for one that is not `shared`.
    [[nodiscard]] Task<Result<QList<ImageMember>>> members(QString id, std::stop_token stop);
    /// Takes a share back; one that is gone already is no error.
    [[nodiscard]] Task<Result<void>> removeMember(QString id, QString projectId, std::stop_token stop);
    /// Without bounds where Glance tells none: before its API 2.13, and where unified limits are off.
    [[nodiscard]] Task<Result<ImageQuota>> quota(std::stop_token stop);
    /// Conflict when in use; Auth when protected or another's.
    [[nodiscard]] Task<Result<void>> remove(QString id, std::stop_token stop);

private:
    Session &m_session;
};

} // namespace imagebuilder::openstack
