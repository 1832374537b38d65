// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/session.h"
#include "openstack/volume/volume.h"

namespace imagebuilder::openstack {

/// Cinder v3, as far as builds need it. Not every cloud has it: isOffered(). Deleting what is gone is no error.
class VolumeClient
{
public:
    /// `session` must outlive this client.
    explicit VolumeClient(Session &session) : m_session(session) {}

    /// Whether the cloud's catalog has it.
    [[nodiscard]] Task<Result<bool>> isOffered(std::stop_token stop);
    /// All of the project, all pages.
    [[nodiscard]] Task<Result<QList<Volume>>> volumes(std::stop_token stop);
    [[nodiscard]] Task<Result<Volume>> volume(QString id, std::stop_token stop);
    /// The names of the types that the project may use.
    [[nodiscard]] Task<Result<QStringList>> types(std::stop_token stop);
    /// The names of Cinder's own availability zones that are up; none where it does not tell.
    [[nodiscard]] Task<Result<QStringList>> availabilityZones(std::stop_token stop);
    /// Not repeated: after a lost answer look for the metadata. Quota where the project may have no more.
    [[nodiscard]] Task<Result<Volume>> create(VolumeRequest request, std::stop_token stop);
    [[nodiscard]] Task<Result<void>> remove(QString id, std::stop_token stop);
    /// What images made of this volume shall carry.
    [[nodiscard]] Task<Result<void>> setImageProperties(QString id, Properties properties, std::stop_token stop);
    /// Asks for an image of the volume's bytes, whose status must be `available`; the new image's id. Not repeated.
    [[nodiscard]] Task<Result<QString>> uploadToImage(QString id, QString name, QString diskFormat,
                                                      std::stop_token stop);
    [[nodiscard]] Task<Result<VolumeLimits>> limits(std::stop_token stop);

private:
    Session &m_session;
};

} // namespace imagebuilder::openstack
