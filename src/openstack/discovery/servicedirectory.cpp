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
    const bool waited = m_asked.contains(type);
    while (m_asked.contains(type))
        IB_CO_CHECK(co_await m_answered.wait(stop));
    if (const auto known = m_known.constFind(type); known != m_known.constEnd())
        co_return *known;
    // After an answer that settled nothing each caller sees for itself: it may have been the other's stop.
    if (waited)
        co_return co_await ask(type, token, stop);
    m_asked << type;
    const auto found = co_await ask(type, token, stop);
    m_asked.remove(type);
    m_answered.notify();
    co_return found;
}

Task<Result<Service>> ServiceDirectory::ask(QString type, std::shared_ptr<const Token> token, std::stop_token stop)
{
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
