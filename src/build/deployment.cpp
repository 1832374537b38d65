// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/deployment.h"

#include "base/logging.h"
#include "images/release.h"

#include <algorithm>

namespace imagebuilder::build {

using openstack::SecurityGroup;
using openstack::SecurityGroupRule;

namespace {

QList<SecurityGroupRule> wantedRules(const QStringList &sshCidrs)
{
    QList<SecurityGroupRule> rules{{.protocol = QStringLiteral("icmp")}};
    for (const auto &cidr : sshCidrs.isEmpty() ? QStringList{QString()} : sshCidrs) {
        const bool six = cidr.contains(u':');
        const bool everywhere = cidr == u"0.0.0.0/0" || cidr == u"::/0"; // which the cloud's rules say by nothing
        rules << SecurityGroupRule{.protocol = QStringLiteral("tcp"),
                                   .portMin = 22,
                                   .portMax = 22,
                                   .remotePrefix = everywhere ? QString() : cidr,
                                   .etherType = six ? QStringLiteral("IPv6") : QStringLiteral("IPv4")};
    }
    return rules;
}

bool letsSshIn(const SecurityGroupRule &rule)
{
    const bool tcp = rule.protocol.isEmpty() || rule.protocol == u"tcp" || rule.protocol == u"6";
    return rule.direction == u"ingress" && tcp && (rule.portMin == 0 || (rule.portMin <= 22 && rule.portMax >= 22));
}

/// Gives our group the wanted rules, and takes from it what lets in others than these. All plans of a deployment have
/// one group: what is not said of an IP version here was said of it by another.
Task<Result<void>> setRules(openstack::Cloud &cloud, SecurityGroup group, QList<SecurityGroupRule> wanted,
                            std::stop_token stop)
{
    for (const auto &rule : wanted)
        if (!group.rules.contains(rule))
            IB_CO_CHECK(co_await cloud.network().addRule(group.id, rule, stop));
    const auto isSpokenOf = [&wanted](const SecurityGroupRule &rule) {
        return std::ranges::any_of(wanted, [&rule](const SecurityGroupRule &each) {
            return each.protocol == u"tcp" && each.etherType == rule.etherType;
        });
    };
    for (const auto &rule : group.rules)
        if (letsSshIn(rule) && isSpokenOf(rule) && !wanted.contains(rule) && !rule.id.isEmpty())
            IB_CO_CHECK(co_await cloud.network().deleteRule(rule.id, stop));
    co_return Result<void>{};
}

/// The journal's record of a key pair that we put into this cloud; nothing when it is not ours.
Result<std::optional<store::ResourceRecord>> ourRecord(const store::Journal &journal, const QString &cloud,
                                                       const openstack::KeyPair &there)
{
    IB_TRY(const auto records, journal.resources({}));
    for (const auto &record : records)
        if (record.kind == u"keypair" && record.cloud == cloud && record.name == there.name &&
            record.id == there.fingerprint)
            return record;
    return std::nullopt;
}

/// Takes our key of before its renewal out of the cloud. False when the key pair there is another's.
Task<Result<bool>> removeOldKey(openstack::Cloud &cloud, store::Journal &journal, openstack::KeyPair there,
                                std::stop_token stop)
{
    IB_CO_TRY(const auto record, ourRecord(journal, cloud.name(), there));
    if (!record)
        co_return false;
    IB_CO_CHECK(co_await cloud.compute().deleteKeyPair(there.name, stop));
    IB_CO_CHECK(journal.gone(record->row));
    co_return true;
}

} // namespace

QString ownName(const QString &name, const QString &deployment)
{
    return name + u'-' + QString(deployment).remove(u'-').left(6);
}

QString groupDescription(const QString &deployment)
{
    return QStringLiteral("imagebuilder deployment %1").arg(deployment);
}

Task<Result<QString>> ensureKeyPair(openstack::Cloud &cloud, store::Journal &journal, QString prefix, ssh::KeyFiles key,
                                    QString deployment, std::stop_token stop)
{
    IB_CO_TRY(const auto ours, ssh::md5Fingerprint(key.publicKey));
    const QString contractName = images::keyPairName(prefix);
    for (const auto &name : {contractName, ownName(contractName, deployment)}) {
        IB_CO_TRY(const auto there, co_await cloud.compute().keyPair(name, stop));
        if (there && there->fingerprint == ours)
            co_return name;
        if (there) {
            IB_CO_TRY(const bool removed, co_await removeOldKey(cloud, journal, *there, stop));
            if (!removed) {
                qCInfo(lcBuild).noquote()
                    << "key pair" << name << "on cloud" << cloud.name() << "is not ours; it stays";
                continue;
            }
        }
        store::ResourceRecord record{.kind = QStringLiteral("keypair"), .cloud = cloud.name(), .name = name};
        IB_CO_TRY(const auto row, journal.intend(record));
        const auto imported = co_await cloud.compute().importKeyPair(name, QString::fromUtf8(key.publicKey), stop);
        if (!imported && imported.error().kind() == ErrorKind::Conflict)
            continue; // somebody was quicker with this name
        if (!imported)
            co_return std::unexpected(imported.error());
        IB_CO_CHECK(journal.created(row, ours));
        co_return name;
    }
    co_return failure(
        ErrorKind::Conflict,
        QStringLiteral("both key pair names, %1 and %2, are taken by others on cloud %3; delete the second")
            .arg(contractName, ownName(contractName, deployment), cloud.name()));
}

Task<Result<QString>> ensureSecurityGroup(openstack::Cloud &cloud, store::Journal &journal, QString deployment,
                                          QStringList sshCidrs, std::stop_token stop)
{
    const auto wanted = wantedRules(sshCidrs);
    const auto description = groupDescription(deployment);
    QString freeName;
    for (const auto &name : {securityGroupName, ownName(securityGroupName, deployment)}) {
        IB_CO_TRY(const auto groups, co_await cloud.network().securityGroups(name, stop));
        for (const auto &group : groups) {
            if (group.description != description)
                continue;
            IB_CO_CHECK(co_await setRules(cloud, group, wanted, stop));
            co_return group.id;
        }
        if (groups.isEmpty() && freeName.isEmpty())
            freeName = name;
    }
    if (freeName.isEmpty())
        freeName = ownName(securityGroupName, deployment);
    store::ResourceRecord record{.kind = QStringLiteral("securitygroup"), .cloud = cloud.name(), .name = freeName};
    IB_CO_TRY(const auto row, journal.intend(record));
    IB_CO_TRY(const auto made, co_await cloud.network().createSecurityGroup(freeName, description, stop));
    IB_CO_CHECK(journal.created(row, made.id));
    IB_CO_CHECK(co_await setRules(cloud, made, wanted, stop));
    co_return made.id;
}

} // namespace imagebuilder::build
