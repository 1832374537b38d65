// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/compute/computeclient.h"

#include "fakecloud.h"
#include "support/testmain.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

using namespace imagebuilder;
using namespace imagebuilder::openstack;
using QCoro::waitFor;

namespace {

const QByteArray novaApi = "/compute/v2.1";
const QByteArray action = "POST " + novaApi + "/servers/s1/action";
const QByteArray show = "GET " + novaApi + "/servers/s1";

FakeCloud::Answer fault(int status, const QByteArray &message)
{
    return FakeCloud::answer(R"({"fault": {"code": 0, "message": ")" + message + "\"}}", status);
}

QByteArray serverIn(const QByteArray &status)
{
    return R"({"server": {"id": "s1", "status": ")" + status + "\"}}";
}

ServerRequest serverWish()
{
    return {.name = QStringLiteral("vm"),
            .imageId = QStringLiteral("i"),
            .flavorId = QStringLiteral("f"),
            .networkId = QStringLiteral("n"),
            .keyName = QStringLiteral("k"),
            .securityGroup = QStringLiteral("g"),
            .userData = "#!/bin/sh",
            .metadata = {{QStringLiteral("imagebuilder:build"), QStringLiteral("b")}}};
}

const auto serverId = QStringLiteral("s1");

} // namespace

class ComputeClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aServerIsAskedForWithNetworkConfigDriveAndUserData()
    {
        FakeCloud cloud;
        cloud.on("POST " + novaApi + "/servers", R"({"server": {"id": "s1", "links": []}})", 202);
        QCOMPARE(*waitFor(ComputeClient(cloud.session()).createServer(serverWish(), {})), serverId);
        const auto body = QJsonDocument::fromJson(cloud.requests("POST " + novaApi + "/servers").constFirst().body);
        const auto golden = QJsonDocument::fromJson(
            R"({"server": {"name": "vm", "imageRef": "i", "flavorRef": "f", "networks": [{"uuid": "n"}], "key_name": "k",
                "security_groups": [{"name": "g"}], "user_data": "IyEvYmluL3No", "config_drive": true,
                "metadata": {"imagebuilder:build": "b"}}})");
        QCOMPARE(body, golden);
    }

    void userDataThatIsTooLongIsRefusedBeforeTheCall_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::addColumn<bool>("fits");
        QTest::newRow("65,532 in base64") << 49149 << true;
        QTest::newRow("65,536 in base64") << 49150 << false;
    }
    void userDataThatIsTooLongIsRefusedBeforeTheCall()
    {
        QFETCH(int, bytes);
        QFETCH(bool, fits);
        FakeCloud cloud;
        cloud.on("POST " + novaApi + "/servers", R"({"server": {"id": "s1"}})", 202);
        auto wish = serverWish();
        wish.userData = QByteArray(bytes, 'x');
        const auto created = waitFor(ComputeClient(cloud.session()).createServer(wish, {}));
        QCOMPARE(created.has_value(), fits);
        if (fits)
            return;
        QCOMPARE(created.error().kind(), ErrorKind::Config);
        QVERIFY(cloud.requests().isEmpty());
    }

    void case26_novasQuotaIsOfKindQuota()
    {
        FakeCloud cloud;
        cloud.on("POST " + novaApi + "/servers",
                 {fault(403, "Quota exceeded for cores: Requested 2, but already used 20")});
        const auto error = waitFor(ComputeClient(cloud.session()).createServer(serverWish(), {})).error();
        QCOMPARE(error.kind(), ErrorKind::Quota);
        QVERIFY2(error.message().contains(QStringLiteral("already used 20")), qPrintable(error.message()));
    }

    void aDeletedServerIsNotFoundAndInNoList()
    {
        FakeCloud cloud;
        cloud.on(show, serverIn("DELETED"));
        cloud.on("GET " + novaApi + "/servers/detail",
                 R"({"servers": [{"id": "a", "status": "DELETED"}, {"id": "b", "status": "ACTIVE"}]})");
        ComputeClient nova(cloud.session());
        QCOMPARE(waitFor(nova.server(serverId, {})).error().kind(), ErrorKind::NotFound);
        const auto servers = waitFor(nova.servers({}));
        QCOMPARE(servers->size(), 1);
        QCOMPARE(servers->constFirst().id, QStringLiteral("b"));
    }

    void case07_serversOfAllPagesCount()
    {
        FakeCloud cloud;
        const QByteArray list = "GET " + novaApi + "/servers/detail";
        cloud.on(list, {FakeCloud::answer(R"({"servers": [{"id": "a", "status": "BUILD"}],
                            "servers_links": [{"rel": "next", "href": "/servers/detail?marker=a"}]})"),
                        FakeCloud::answer(R"({"servers": [{"id": "b", "status": "ACTIVE"}]})")});
        QCOMPARE(waitFor(ComputeClient(cloud.session()).servers({}))->size(), 2);
    }

    void stopping_data()
    {
        QTest::addColumn<int>("answered");
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<int>("kind"); // -1: no error
        QTest::newRow("accepted") << 202 << QByteArray("ACTIVE") << -1;
        QTest::newRow("off already") << 409 << QByteArray("SHUTOFF") << -1;
        QTest::newRow("amid a snapshot") << 409 << QByteArray("ACTIVE") << int(ErrorKind::Conflict);
        QTest::newRow("still being scheduled") << 404 << QByteArray("BUILD") << int(ErrorKind::Conflict);
        QTest::newRow("gone") << 404 << QByteArray() << int(ErrorKind::NotFound);
    }
    void stopping()
    {
        QFETCH(int, answered);
        QFETCH(QByteArray, status);
        FakeCloud cloud;
        cloud.on(action, {answered == 202 ? FakeCloud::answer({}, 202) : fault(answered, "no")});
        if (!status.isEmpty())
            cloud.on(show, serverIn(status));
        const auto stopped = waitFor(ComputeClient(cloud.session()).stopServer(serverId, {}));
        QTEST(stopped ? -1 : int(stopped.error().kind()), "kind");
    }

    void case22_deletingWhatIsGoneIsNoError()
    {
        FakeCloud cloud;
        ComputeClient nova(cloud.session());
        QVERIFY(waitFor(nova.deleteServer(serverId, {})));
        QVERIFY(waitFor(nova.deleteKeyPair(QStringLiteral("k"), {})));
    }

    void aConsoleThatIsNotThereIsNotFound_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {404, 409, 501})
            QTest::newRow(qPrintable(QString::number(status))) << status;
    }
    void aConsoleThatIsNotThereIsNotFound()
    {
        QFETCH(int, status);
        FakeCloud cloud;
        cloud.on(action, {fault(status, "Guest does not have a console available.")});
        const auto error = waitFor(ComputeClient(cloud.session()).consoleLog(serverId, {})).error();
        QCOMPARE(error.kind(), ErrorKind::NotFound);
        QCOMPARE(error.httpStatus(), status);
    }

    void theConsoleComesWhole()
    {
        FakeCloud cloud;
        cloud.on(action, R"({"output": "a\nb é"})");
        QCOMPARE(*waitFor(ComputeClient(cloud.session()).consoleLog(serverId, {})), QByteArray("a\nb é"));
        QCOMPARE(cloud.requests(action).constFirst().body, QByteArray(R"({"os-getConsoleOutput":{}})"));
    }

    void aSnapshotsIdComesFromBodyOrLocation()
    {
        FakeCloud cloud;
        const auto location = cloud.config.credentials.authUrl.resolved(QUrl(QStringLiteral("/images/old-id")));
        cloud.on(action,
                 {FakeCloud::answer(R"({"image_id": "new-id"})", 202),
                  FakeCloud::answer({}, 202, {{"Location", location.toEncoded()}}), FakeCloud::answer({}, 202)});
        ComputeClient nova(cloud.session());
        const auto name = QStringLiteral("snapshot");
        QCOMPARE(*waitFor(nova.createImage(serverId, name, {}, {})), QStringLiteral("new-id"));
        QCOMPARE(*waitFor(nova.createImage(serverId, name, {}, {})), QStringLiteral("old-id"));
        QCOMPARE(waitFor(nova.createImage(serverId, name, {}, {})).error().kind(), ErrorKind::Protocol);
        QCOMPARE(cloud.requests(action).constFirst().header("X-OpenStack-Nova-API-Version"), QByteArray("2.45"));
    }

    void keyPairsAreImportedAndATakenNameIsAConflict()
    {
        FakeCloud cloud;
        const QByteArray import = "POST " + novaApi + "/os-keypairs";
        cloud.on(import, {FakeCloud::answer(
                              R"({"keypair": {"name": "k", "fingerprint": "00:11", "public_key": "ssh-ed25519 A"}})"),
                          fault(409, "Key pair 'k' already exists.")});
        ComputeClient nova(cloud.session());
        const auto name = QStringLiteral("k");
        const auto key = QStringLiteral("ssh-ed25519 A");
        QCOMPARE(waitFor(nova.importKeyPair(name, key, {}))->fingerprint, QStringLiteral("00:11"));
        QCOMPARE(waitFor(nova.importKeyPair(name, key, {})).error().kind(), ErrorKind::Conflict);
        QCOMPARE(cloud.requests(import).constFirst().body,
                 QByteArray(R"({"keypair":{"name":"k","public_key":"ssh-ed25519 A"}})"));
    }

    void aKeyPairThatIsNotThereIsNone()
    {
        FakeCloud cloud;
        ComputeClient nova(cloud.session());
        const auto none = waitFor(nova.keyPair(QStringLiteral("k"), {}));
        QVERIFY(none && !*none);
        cloud.on("GET " + novaApi + "/os-keypairs/a%20b", R"({"keypair": {"name": "a b", "public_key": "x"}})");
        const auto found = waitFor(nova.keyPair(QStringLiteral("a b"), {}));
        QVERIFY(found && *found);
        QCOMPARE((*found)->publicKey, QStringLiteral("x"));
    }

    void limitsThatAreForbiddenAreReadFromTheQuotaSet()
    {
        FakeCloud cloud;
        cloud.on("GET " + novaApi + "/limits", {fault(403, "Policy doesn't allow it")});
        cloud.on("GET " + novaApi + "/os-quota-sets/project-id/detail",
                 R"({"quota_set": {"instances": {"limit": 10, "in_use": 3, "reserved": 0}}})");
        const auto limits = waitFor(ComputeClient(cloud.session()).limits({}));
        QVERIFY2(limits, qPrintable(limits ? QString() : limits.error().message()));
        QCOMPARE(limits->usedInstances, 3);
    }
};

IMAGEBUILDER_TEST(ComputeClientTest, "computeclient")
#include "computeclienttest.moc"
