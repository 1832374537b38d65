// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/wakeup.h"
#include "openstack/cloudconfig.h"
#include "openstack/discovery/discover.h"
#include "openstack/identity/token.h"

#include <QtCore/QSet>

namespace imagebuilder::openstack {

/// The services of one cloud, each looked for once: override or catalog, region, interface, version document.
class ServiceDirectory
{
public:
    /// Both must outlive the directory.
    ServiceDirectory(const CloudConfig &config, http::Transport &transport) : m_config(config), m_transport(transport)
    {
    }

    /// Callers at the same time share one request.
    [[nodiscard]] Task<Result<Service>> find(QString service, std::shared_ptr<const Token> token, std::stop_token stop);

private:
    [[nodiscard]] Task<Result<Service>> ask(QString type, std::shared_ptr<const Token> token, std::stop_token stop);

    const CloudConfig &m_config;
    http::Transport &m_transport;
    QMap<QString, Service> m_known;
    QSet<QString> m_asked; ///< whose answer is awaited
    Wakeup m_answered;
};

} // namespace imagebuilder::openstack
