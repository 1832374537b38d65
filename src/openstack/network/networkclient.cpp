// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/network/networkclient.h"

#include "base/json.h"
#include "openstack/calls.h"
#include "openstack/network/networkcodec.h"
#include "openstack/pager.h"

namespace imagebuilder::openstack {

namespace {

/// Without a limit: asking for one makes Neutron sort by id, and the first subnet is one of CONTRACT's promises.
PagedList neutronList(const QString &path, const QString &key)
{
    return {.service = QStringLiteral("network"), .path = path, .key = key};
}

Call neutronCall(const QByteArray &method, const QString &path)
{
    return plainCall(method, QStringLiteral("network"), path);
}

} // namespace

Task<Result<QList<Network>>> NetworkClient::networks(std::stop_token stop)
{
    auto list = neutronList(QStringLiteral("/networks"), QStringLiteral("networks"));
    const auto items = co_await allItems(m_session, std::move(list), stop);
    co_return parsedItems(items, &parseNetwork);
}

Task<Result<QList<Subnet>>> NetworkClient::subnets(std::stop_token stop)
{
    auto list = neutronList(QStringLiteral("/subnets"), QStringLiteral("subnets"));
    const auto items = co_await allItems(m_session, std::move(list), stop);
    co_return parsedItems(items, &parseSubnet);
}

Task<Result<QList<Port>>> NetworkClient::portsOf(QString serverId, std::stop_token stop)
{
    auto list = neutronList(QStringLiteral("/ports"), QStringLiteral("ports"));
    addParameter(list.query, QStringLiteral("device_id"), serverId);
    const auto items = co_await allItems(m_session, std::move(list), stop);
    co_return parsedItems(items, &parsePort);
}

Task<Result<QList<SecurityGroup>>> NetworkClient::securityGroups(QString name, std::stop_token stop)
{
    IB_CO_TRY(const auto project, co_await m_session.projectId(stop));
    auto list = neutronList(QStringLiteral("/security-groups"), QStringLiteral("security_groups"));
    addParameter(list.query, QStringLiteral("name"), name);
    addParameter(list.query, QStringLiteral("project_id"), project);
    const auto items = co_await allItems(m_session, std::move(list), stop);
    auto groups = parsedItems(items, &parseSecurityGroup);
    if (groups)
        groups->removeIf([&name](const SecurityGroup &group) { return group.name != name; });
    co_return groups;
}

Task<Result<SecurityGroup>> NetworkClient::createSecurityGroup(QString name, QString description, std::stop_token stop)
{
    const QJsonObject group{{"name", name}, {"description", description}};
    auto call = jsonCall("POST", QStringLiteral("network"), QStringLiteral("/security-groups"),
                         {{QStringLiteral("security_group"), group}});
    IB_CO_TRY(const auto answer, co_await m_session.call(std::move(call), stop));
    IB_CO_TRY(const auto body, parseJsonObject(answer.body, QStringLiteral("Neutron's answer")));
    co_return parseSecurityGroup(body.value(QStringLiteral("security_group")).toObject());
}

Task<Result<void>> NetworkClient::addRule(QString groupId, SecurityGroupRule rule, std::stop_token stop)
{
    auto call =
        jsonCall("POST", QStringLiteral("network"), QStringLiteral("/security-group-rules"), ruleBody(groupId, rule));
    call.repeatable = true; // the second of two is refused as a duplicate
    const auto added = done(co_await m_session.call(std::move(call), stop));
    const bool wasThere = !added && added.error().kind() == ErrorKind::Conflict;
    co_return wasThere ? Result<void>{} : added;
}

Task<Result<void>> NetworkClient::deleteRule(QString ruleId, std::stop_token stop)
{
    auto call = neutronCall("DELETE", QStringLiteral("/security-group-rules/") + ruleId);
    co_return gone(co_await m_session.call(std::move(call), stop));
}

Task<Result<void>> NetworkClient::deleteSecurityGroup(QString id, std::stop_token stop)
{
    auto call = neutronCall("DELETE", QStringLiteral("/security-groups/") + id);
    co_return gone(co_await m_session.call(std::move(call), stop));
}

Task<Result<QList<FloatingIp>>> NetworkClient::floatingIps(std::stop_token stop)
{
    IB_CO_TRY(const auto project, co_await m_session.projectId(stop));
    auto list = neutronList(QStringLiteral("/floatingips"), QStringLiteral("floatingips"));
    addParameter(list.query, QStringLiteral("project_id"), project);
    const auto items = co_await allItems(m_session, std::move(list), stop);
    if (!items && items.error().kind() == ErrorKind::NotFound) // no router plugin
        co_return QList<FloatingIp>();
    co_return parsedItems(items, &parseFloatingIp);
}

Task<Result<FloatingIp>> NetworkClient::createFloatingIp(QString networkId, QString portId, QString description,
                                                         std::stop_token stop)
{
    const QJsonObject wish{{"floating_network_id", networkId}, {"port_id", portId}, {"description", description}};
    auto call = jsonCall("POST", QStringLiteral("network"), QStringLiteral("/floatingips"),
                         {{QStringLiteral("floatingip"), wish}});
    IB_CO_TRY(const auto answer, co_await m_session.call(std::move(call), stop));
    IB_CO_TRY(const auto body, parseJsonObject(answer.body, QStringLiteral("Neutron's answer")));
    co_return parseFloatingIp(body.value(QStringLiteral("floatingip")).toObject());
}

Task<Result<void>> NetworkClient::deleteFloatingIp(QString id, std::stop_token stop)
{
    auto call = neutronCall("DELETE", QStringLiteral("/floatingips/") + id);
    co_return gone(co_await m_session.call(std::move(call), stop));
}

Task<Result<NetworkQuota>> NetworkClient::quota(std::stop_token stop)
{
    IB_CO_TRY(const auto project, co_await m_session.projectId(stop));
    // Details are an extension; a deployment without it tells the limits alone, and one may tell a member nothing.
    const QStringList paths{QStringLiteral("/quotas/%1/details.json"), QStringLiteral("/quotas/%1")};
    for (const auto &path : paths) {
        auto call = neutronCall("GET", path.arg(project));
        const auto answer = co_await m_session.call(std::move(call), stop);
        if (answer)
            co_return parseNetworkQuota(answer->body);
        if (answer.error().httpStatus() != 404 && answer.error().httpStatus() != 403)
            co_return failure(answer.error());
    }
    co_return NetworkQuota();
}

} // namespace imagebuilder::openstack
