// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/testmain.h"
#include "support/vmfixture.h"

using namespace imagebuilder::testing;

namespace {

QString servers(const QString &rest = {})
{
    return QStringLiteral("/compute/v2.1/servers") + rest;
}

} // namespace

/// Nova's ways that a client must know, as the real one was seen to have them.
class NovaTest : public QObject
{
    Q_OBJECT

    VmFixture m_fixture;

    int createStatus(const QString &field, const QJsonValue &value, const QByteArray &microversion = "2.90") const
    {
        auto server = m_fixture.wish({}).value("server").toObject();
        if (value.isUndefined())
            server.remove(field);
        else
            server.insert(field, value);
        return m_fixture.call("POST", servers(), {{"server", server}}, microversion).status;
    }
    QString statusOf(const QString &id) const { return m_fixture.server(id).value("status").toString(); }
    /// For states that pass, so that a slow machine sees them too. cleanup() takes it back.
    void letTimePassSlowly(bool slowly) const
    {
        m_fixture.cloud().steer("POST", QStringLiteral("clock"), {{"scale", slowly ? 2 : 100}});
    }

private Q_SLOTS:
    void cleanup()
    {
        letTimePassSlowly(false);
        for (const auto &server : m_fixture.call("GET", servers()).json().value("servers").toArray())
            m_fixture.call("DELETE", servers(u'/' + server[u"id"].toString()));
        QTRY_VERIFY(m_fixture.cloud().state().value("servers").toArray().isEmpty());
    }

    void microversionsAboveTheNewestAreNotAcceptable()
    {
        QCOMPARE(m_fixture.call("GET", servers(), {}, "2.93").status, 200);
        QCOMPARE(m_fixture.call("GET", servers(), {}, "2.94").status, 406);
        QCOMPARE(m_fixture.call("GET", servers(), {}, "two").status, 400);
    }

    void keyPairsDependOnTheMicroversion()
    {
        const auto path = QStringLiteral("/compute/v2.1/os-keypairs");
        const auto make = [&](const QJsonObject &key, const QByteArray &version) {
            return m_fixture.call("POST", path, {{"keypair", key}}, version);
        };
        const auto made = make({{"name", "made by nova"}}, "2.91");
        QCOMPARE(made.status, 201);
        QVERIFY(made.json().value("keypair")[u"private_key"].toString().contains(QStringLiteral("PRIVATE KEY")));
        const auto publicKey = made.json().value("keypair")[u"public_key"];
        QCOMPARE(make({{"name", "made by nova"}}, "2.91").status, 409);
        QCOMPARE(make({{"name", "b"}}, "2.92").status, 400);
        QCOMPARE(make({{"name", "b"}, {"type", "ssh"}, {"public_key", publicKey}}, "2.1").status, 400);
        QCOMPARE(make({{"name", "b"}, {"public_key", publicKey}}, "2.1").status, 200);
        QCOMPARE(make({{"name", "b/c"}, {"public_key", publicKey}}, "2.90").status, 400);
        QCOMPARE(m_fixture.call("DELETE", path + QStringLiteral("/b"), {}, "2.1").status, 202);
        QCOMPARE(m_fixture.call("GET", path + QStringLiteral("/b")).status, 404);
    }

    void unknownReferencesAreBadRequests()
    {
        QCOMPARE(createStatus(QStringLiteral("imageRef"), "none"), 400);
        QCOMPARE(createStatus(QStringLiteral("flavorRef"), "none"), 400);
        QCOMPARE(createStatus(QStringLiteral("key_name"), "none"), 400);
        QCOMPARE(createStatus(QStringLiteral("networks"), QJsonArray{QJsonObject{{"uuid", "none"}}}), 400);
        QCOMPARE(createStatus(QStringLiteral("security_groups"), QJsonArray{QJsonObject{{"name", "none"}}}), 400);
        QCOMPARE(createStatus(QStringLiteral("user_data"), QString(65536, u'A')), 400);
        QCOMPARE(createStatus(QStringLiteral("networks"), QJsonValue(QJsonValue::Undefined), "2.37"), 400);
        QCOMPARE(createStatus(QStringLiteral("networks"), QJsonValue(QJsonValue::Undefined), "2.36"), 202);
    }

    void flavorTooSmallIsRefusedOrEndsInError()
    {
        const auto small =
            m_fixture.cloud().element(QStringLiteral("flavors"), QStringLiteral("m1.toosmall")).value("id");
        const auto image = [&](int minDisk) {
            const auto id = m_fixture
                                .call("POST", QStringLiteral("/image/v2/images"),
                                      {{"name", "big"},
                                       {"disk_format", "qcow2"},
                                       {"container_format", "bare"},
                                       {"min_disk", minDisk}})
                                .json()
                                .value("id")
                                .toString();
            // A qcow2 header that tells of a disk of 2 GiB.
            const auto header =
                QByteArray("QFI\xfb\0\0\0\3", 8) + QByteArray(16, '\0') + QByteArray("\0\0\0\0\x80\0\0\0", 8);
            m_fixture.upload(id, header);
            return id;
        };
        auto server = m_fixture.wish({.imageId = image(2), .userData = {}, .metadata = {}}).value("server").toObject();
        server.insert("flavorRef", small);
        QCOMPARE(m_fixture.call("POST", servers(), {{"server", server}}).status, 400);
        server.insert("imageRef", image(0));
        const auto accepted = m_fixture.call("POST", servers(), {{"server", server}});
        QCOMPARE(accepted.status, 202);
        const auto id = accepted.json().value("server")[u"id"].toString();
        QTRY_COMPARE(statusOf(id), "ERROR");
        QVERIFY(m_fixture.server(id).value("fault")[u"message"].toString().contains(QStringLiteral("too small")));
    }

    void actionsAreRefusedWhileTheStateForbidsThem()
    {
        m_fixture.cloud().steer("POST", QStringLiteral("vm-story"), {{"match", "vm"}, {"story", "never-answers"}});
        letTimePassSlowly(true);
        const auto id = m_fixture.create({});
        QCOMPARE(m_fixture.act(id, QStringLiteral("os-stop")).status, 404); // still scheduled
        QCOMPARE(m_fixture.act(id, QStringLiteral("os-getConsoleOutput")).status, 409);
        QCOMPARE(m_fixture.act(id, QStringLiteral("createImage"), {{"name", "x"}}).status, 409);
        letTimePassSlowly(false);
        QTRY_COMPARE(statusOf(id), "ACTIVE");
        QCOMPARE(m_fixture.act(id, QStringLiteral("os-start")).status, 409);
        QVERIFY(m_fixture.stop(id));
        QCOMPARE(m_fixture.act(id, QStringLiteral("os-stop")).status, 409);
        QCOMPARE(m_fixture.act(id, QStringLiteral("os-getConsoleOutput")).status, 404);
    }

    void serverShowsActiveForAWhileAfterAHostRestart()
    {
        const auto id = m_fixture.create({});
        QTRY_COMPARE(statusOf(id), "ACTIVE");
        m_fixture.cloud().steer("POST", QStringLiteral("host-restart"));
        QCOMPARE(statusOf(id), "ACTIVE");
        QTRY_COMPARE(statusOf(id), "SHUTOFF");
    }

    void snapshotGoesItsWayAndInherits()
    {
        const auto id = m_fixture.create({});
        QTRY_COMPARE(statusOf(id), "ACTIVE");
        letTimePassSlowly(true);
        const auto old = m_fixture.act(id, QStringLiteral("createImage"), {{"name", "old"}}, "2.1");
        QCOMPARE(old.status, 202);
        const auto location = QUrl(QString::fromLatin1(old.headers.value("location")));
        QCOMPARE(m_fixture.act(id, QStringLiteral("os-stop")).status, 409);
        const auto image = [&] {
            return m_fixture.call("GET", QStringLiteral("/image/v2/images/") + location.fileName()).json();
        };
        QCOMPARE(image().value("status"), "queued");
        QVERIFY(image().value("size").isNull());
        letTimePassSlowly(false);
        QTRY_COMPARE(image().value("status"), "active");
        QCOMPARE(image().value("min_disk"), 20);
        QCOMPARE(image().value("visibility"), "private");
        QVERIFY(!image().value("base_image_ref").toString().isEmpty());
        QTRY_VERIFY(m_fixture.server(id).value("OS-EXT-STS:task_state").isNull());
    }

    void serverDeletedInMidSnapshotLeavesTheImageSaving()
    {
        const auto id = m_fixture.create({.imageId = {}, .userData = {}, .metadata = {{"sim:story", "slow-snapshot"}}});
        QTRY_COMPARE(statusOf(id), "ACTIVE");
        const auto image = m_fixture.act(id, QStringLiteral("createImage"), {{"name", "cut"}}).json().value("image_id");
        const auto status = [&] {
            return m_fixture.call("GET", QStringLiteral("/image/v2/images/") + image.toString()).json().value("status");
        };
        QTRY_COMPARE_WITH_TIMEOUT(status(), "saving", 5000);
        m_fixture.call("DELETE", servers(u'/' + id));
        QTRY_COMPARE(m_fixture.call("GET", servers(u'/' + id)).status, 404);
        QCOMPARE(status(), "saving");
    }

    void quotaIsEnforcedAndGivenBack()
    {
        const auto project =
            m_fixture.cloud().element(QStringLiteral("projects"), QStringLiteral("builder")).value("id").toString();
        QStringList made;
        for (int i = 0; i < 10; ++i)
            made.append(m_fixture.create({}));
        QVERIFY(!made.contains(QString()));
        const auto refused = m_fixture.call("POST", servers(), m_fixture.wish({}));
        QCOMPARE(refused.status, 403);
        QVERIFY(refused.json().value("forbidden")[u"message"].toString().contains(
            QStringLiteral("Quota exceeded for instances")));
        const auto limits = m_fixture.call("GET", QStringLiteral("/compute/v2.1/limits")).json();
        QCOMPARE(limits[u"limits"][u"absolute"][u"totalInstancesUsed"], 10);
        const auto quota = m_fixture.call("GET", QStringLiteral("/compute/v2.1/os-quota-sets/") + project).json();
        QCOMPARE(quota[u"quota_set"][u"instances"], 10);
    }

    void listsComeInPages()
    {
        for (int i = 0; i < 3; ++i)
            m_fixture.create({});
        auto path = servers(QStringLiteral("/detail?limit=2"));
        QSet<QString> seen;
        int pages = 0;
        for (; !path.isEmpty(); ++pages) {
            const auto page = m_fixture.call("GET", path).json();
            for (const auto &server : page.value("servers").toArray())
                seen.insert(server[u"id"].toString());
            const QUrl next(page.value("servers_links")[0][u"href"].toString());
            path = next.isEmpty() ? QString() : next.path() + u'?' + next.query();
        }
        QCOMPARE(pages, 2);
        QCOMPARE(seen.size(), 3);
    }
};

IMAGEBUILDER_TEST(NovaTest, "nova")

#include "novatest.moc"
