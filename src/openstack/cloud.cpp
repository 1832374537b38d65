// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/cloud.h"

namespace imagebuilder::openstack {

Cloud::Cloud(CloudConfig config, std::unique_ptr<http::Transport> transport, Clock &clock)
    : m_transport(std::move(transport)), m_session(std::move(config), *m_transport, clock), m_compute(m_session),
      m_images(m_session), m_network(m_session), m_volumes(m_session)
{
}

} // namespace imagebuilder::openstack
