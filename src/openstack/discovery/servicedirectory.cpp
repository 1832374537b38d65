// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/discovery/servicedirectory.h"

#include "openstack/identity/catalog.h"
#include "openstack/servicetypes.h"

namespace imagebuilder::openstack {

Task<Result<Service>> ServiceDirectory::find(QString service, std::shared_ptr<const Token> token, std::stop_token stop)
{
    const auto type = officialServiceType(service);
    if (const auto known = m_known.constFind(type); known != m_known.constEnd())
        co_return *known;
    auto endpoint = m_config.endpointOverrides.value(type);
    if (endpoint.isEmpty()) {
        const EndpointWish wish{.service = type, .region = m_config.region, .interface = m_config.interface};
        IB_CO_TRY(endpoint, chooseEndpoint(token->catalog, wish));
    }
    IB_CO_TRY(auto found, co_await discover(m_transport, endpoint, type, token->value, stop));
    if (found.settled)
        m_known.insert(type, found);
    co_return found;
}

} // namespace imagebuilder::openstack
