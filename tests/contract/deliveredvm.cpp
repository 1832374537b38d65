// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveredvm.h"

#include "poll.h"
#include "ssh/hostkeys.h"
#include "ssh/keys.h"

#include <algorithm>

namespace imagebuilder::testing {

using openstack::Flavor;

DeliveredVm::DeliveredVm(ContractClouds &clouds, const QString &imageId)
    : m_clouds(clouds), m_name(clouds.unique(QStringLiteral("delivered")))
{
    const auto key = must(QCoro::waitFor(ssh::ensureKeyFiles(m_folder.filePath(QStringLiteral("key")), m_name, {})));
    m_target = {.user = clouds.sshUser(),
                .address = {},
                .port = clouds.sshPort(),
                .privateKey = key.privateKey,
                .knownHosts = {}};
    boot(imageId, QString::fromUtf8(key.publicKey));
    if (!pollUntil(std::chrono::minutes(8), [this] { return findWayIn(); }))
        return;
    m_trouble.clear();
}

void DeliveredVm::boot(const QString &imageId, const QString &publicKey)
{
    auto &cloud = m_clouds.consumer();
    must(QCoro::waitFor(cloud.compute().importKeyPair(m_name, publicKey, {})));
    m_group = must(QCoro::waitFor(cloud.network().createSecurityGroup(m_name, QStringLiteral("contract test"), {}))).id;
    const openstack::SecurityGroupRule ssh{.protocol = QStringLiteral("tcp"), .portMin = 22, .portMax = 22};
    must(QCoro::waitFor(cloud.network().addRule(m_group, ssh, {})));
    const auto flavors = must(QCoro::waitFor(cloud.compute().flavors({})));
    const auto flavor = std::ranges::find_if(flavors, [](const Flavor &f) { return f.vcpus >= 2 && f.diskGiB >= 20; });
    const auto subnets = must(QCoro::waitFor(cloud.network().subnets({})));
    openstack::ServerRequest request;
    request.name = m_name;
    request.imageId = imageId;
    request.flavorId = flavor->id;
    request.networkId = subnets.first().networkId;
    request.keyName = m_name;
    request.securityGroup = m_group;
    m_server = must(QCoro::waitFor(cloud.compute().createServer(request, {})));
}

bool DeliveredVm::findWayIn()
{
    auto &compute = m_clouds.consumer().compute();
    const auto server = QCoro::waitFor(compute.server(m_server, {}));
    m_trouble =
        server ? QStringLiteral("server is %1 %2").arg(server->status, server->fault) : server.error().message();
    if (!server || server->addresses.isEmpty())
        return server && server->status == u"ERROR";
    const auto console = QCoro::waitFor(compute.consoleLog(m_server, {}));
    const auto keys = console ? ssh::parseHostKeys(*console) : std::unexpected(console.error());
    if (!keys) {
        m_trouble = keys.error().message();
        return false;
    }
    m_target.address = server->addresses.first();
    m_target.knownHosts = ssh::knownHosts(*keys, server->addresses, m_target.port);
    const ssh::Command probe{.line = QStringLiteral("true"), .timeout = seconds(20)};
    const auto reached = QCoro::waitFor(ssh::run(m_target, probe, {}));
    m_trouble = reached ? QString() : reached.error().message();
    return reached.has_value();
}

QByteArray DeliveredVm::say(const QString &line, const QByteArray &input) const
{
    const ssh::Command command{.line = line, .input = input};
    return must(QCoro::waitFor(ssh::run(m_target, command, {}))).output;
}

DeliveredVm::~DeliveredVm()
{
    auto &cloud = m_clouds.consumer();
    must(QCoro::waitFor(cloud.compute().deleteServer(m_server, {})));
    pollUntil(std::chrono::minutes(3), [&] { return !QCoro::waitFor(cloud.compute().server(m_server, {})); });
    pollUntil(std::chrono::minutes(1),
              [&] { return QCoro::waitFor(cloud.network().deleteSecurityGroup(m_group, {})).has_value(); });
    must(QCoro::waitFor(cloud.compute().deleteKeyPair(m_name, {})));
}

} // namespace imagebuilder::testing
