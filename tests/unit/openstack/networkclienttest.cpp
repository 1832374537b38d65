// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/network/networkclient.h"

#include "fakecloud.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::openstack;
using QCoro::waitFor;

namespace {

const QByteArray neutronApi = "/network/v2.0";

FakeCloud::Answer refusal(int status, const QByteArray &type)
{
    return FakeCloud::answer(R"({"NeutronError": {"type": ")" + type + R"(", "message": "no", "detail": ""}})", status);
}

} // namespace

class NetworkClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void groupsAreThoseOfExactlyThisNameInThisProject()
    {
        FakeCloud cloud;
        const QByteArray list = "GET " + neutronApi + "/security-groups";
        cloud.on(
            list,
            R"({"security_groups": [{"id": "a", "name": "v1"}, {"id": "b", "name": "v1-0123ab"}, {"id": "c", "name": "v1"}]})");
        const auto groups = waitFor(NetworkClient(cloud.session()).securityGroups(QStringLiteral("v1"), {}));
        QCOMPARE(groups->size(), 2);
        QCOMPARE(groups->constLast().id, QStringLiteral("c"));
        QCOMPARE(cloud.requests(list).constFirst().target,
                 neutronApi + "/security-groups?name=v1&project_id=project-id");
    }

    void whereThereAreNoRoutersThereAreNoFloatingIps()
    {
        FakeCloud cloud;
        const QByteArray list = "GET " + neutronApi + "/floatingips";
        cloud.on(list, {refusal(404, "HTTPNotFound"),
                        FakeCloud::answer(R"({"floatingips": [{"id": "f", "floating_ip_address": "10.0.0.9",
                                              "description": "d", "port_id": null}]})")});
        NetworkClient neutron(cloud.session());
        QVERIFY(waitFor(neutron.floatingIps({}))->isEmpty());
        const auto found = waitFor(neutron.floatingIps({}));
        QCOMPARE(found->first().address, QStringLiteral("10.0.0.9"));
        QVERIFY(found->first().portId.isEmpty());
    }

    void aRuleThatIsThereAlreadyIsNoError()
    {
        FakeCloud cloud;
        const QByteArray add = "POST " + neutronApi + "/security-group-rules";
        cloud.on(add, {FakeCloud::answer("{}", 201), refusal(409, "SecurityGroupRuleExists"),
                       refusal(404, "SecurityGroupNotFound")});
        NetworkClient neutron(cloud.session());
        const SecurityGroupRule rule{.protocol = QStringLiteral("tcp"), .portMin = 22, .portMax = 22};
        const auto group = QStringLiteral("g");
        QVERIFY(waitFor(neutron.addRule(group, rule, {})));
        QVERIFY(waitFor(neutron.addRule(group, rule, {})));
        QCOMPARE(waitFor(neutron.addRule(group, rule, {})).error().kind(), ErrorKind::NotFound);
        QCOMPARE(cloud.requests(add).constFirst().body,
                 QByteArray(R"({"security_group_rule":{"direction":"ingress","ethertype":"IPv4","port_range_max":22,)"
                            R"("port_range_min":22,"protocol":"tcp","security_group_id":"g"}})"));
    }

    void rulesThatAllowTheSameAreTheSameAndGoByTheirId()
    {
        FakeCloud cloud;
        cloud.on("GET " + neutronApi + "/security-groups",
                 R"({"security_groups": [{"id": "g", "name": "v1", "security_group_rules": [
                     {"id": "r", "direction": "ingress", "ethertype": "IPv4", "protocol": "tcp",
                      "port_range_min": 22, "port_range_max": 22, "remote_ip_prefix": "0.0.0.0/0"}]}]})");
        cloud.on("DELETE " + neutronApi + "/security-group-rules/r", "", 204);
        NetworkClient neutron(cloud.session());
        const auto groups = waitFor(neutron.securityGroups(QStringLiteral("v1"), {}));
        const auto rule = groups->constFirst().rules.constFirst();
        QCOMPARE(rule, (SecurityGroupRule{.protocol = QStringLiteral("tcp"), .portMin = 22, .portMax = 22}));
        QVERIFY(waitFor(neutron.deleteRule(rule.id, {})));
        QVERIFY(waitFor(neutron.deleteRule(QStringLiteral("gone"), {})));
    }

    void case22_aGroupInUseIsAConflictAndOneThatIsGoneNoError()
    {
        FakeCloud cloud;
        cloud.on("DELETE " + neutronApi + "/security-groups/g",
                 {refusal(409, "SecurityGroupInUse"), refusal(404, "SecurityGroupNotFound")});
        NetworkClient neutron(cloud.session());
        const auto group = QStringLiteral("g");
        QCOMPARE(waitFor(neutron.deleteSecurityGroup(group, {})).error().kind(), ErrorKind::Conflict);
        QVERIFY(waitFor(neutron.deleteSecurityGroup(group, {})));
    }

    void subnetsKeepNeutronsOwnOrder()
    {
        FakeCloud cloud;
        const QByteArray list = "GET " + neutronApi + "/subnets";
        cloud.on(list, R"({"subnets": [{"id": "z", "network_id": "n1"}, {"id": "a", "network_id": "n2"}]})");
        const auto subnets = waitFor(NetworkClient(cloud.session()).subnets({}));
        QCOMPARE(subnets->constFirst().networkId, QStringLiteral("n1"));
        QCOMPARE(cloud.requests(list).constFirst().target, neutronApi + "/subnets"); // a limit would sort by id
    }

    void portsOfOneServer()
    {
        FakeCloud cloud;
        cloud.on("GET " + neutronApi + "/ports",
                 R"({"ports": [{"id": "p", "device_id": "s", "fixed_ips": [{"ip_address": "10.0.0.1"}]}]})");
        const auto ports = waitFor(NetworkClient(cloud.session()).portsOf(QStringLiteral("s"), {}));
        QCOMPARE(ports->constFirst().addresses, QStringList{QStringLiteral("10.0.0.1")});
        QCOMPARE(cloud.requests("GET " + neutronApi + "/ports").constFirst().target, neutronApi + "/ports?device_id=s");
    }

    void quotasFallBackToWhatIsOffered()
    {
        FakeCloud cloud;
        NetworkClient neutron(cloud.session());
        QCOMPARE(waitFor(neutron.quota({}))->maxPorts, -1); // nothing is offered
        cloud.on("GET " + neutronApi + "/quotas/project-id", R"({"quota": {"port": 50}})");
        QCOMPARE(waitFor(neutron.quota({}))->maxPorts, 50);
        cloud.on("GET " + neutronApi + "/quotas/project-id/details.json",
                 R"({"quota": {"port": {"limit": 40, "used": 3, "reserved": 0}}})");
        const auto details = waitFor(neutron.quota({}));
        QCOMPARE(details->maxPorts, 40);
        QCOMPARE(details->usedPorts, 3);
    }
};

IMAGEBUILDER_TEST(NetworkClientTest, "networkclient")
#include "networkclienttest.moc"
