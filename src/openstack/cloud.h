// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/compute/computeclient.h"
#include "openstack/image/imageclient.h"
#include "openstack/network/networkclient.h"
#include "openstack/session.h"
#include "openstack/volume/volumeclient.h"

namespace imagebuilder::openstack {

/// One cloud, logged in lazily, with a client for each service.
class Cloud
{
public:
    /// Takes the transport made for this cloud's TLS options; `clock` must outlive it.
    Cloud(CloudConfig config, std::unique_ptr<http::Transport> transport, Clock &clock);

    const QString &name() const { return m_session.config().name; }
    Session &session() { return m_session; }
    ComputeClient &compute() { return m_compute; }
    ImageClient &images() { return m_images; }
    NetworkClient &network() { return m_network; }
    VolumeClient &volumes() { return m_volumes; }

private:
    std::unique_ptr<http::Transport> m_transport;
    Session m_session;
    ComputeClient m_compute;
    ImageClient m_images;
    NetworkClient m_network;
    VolumeClient m_volumes;
};

} // namespace imagebuilder::openstack
