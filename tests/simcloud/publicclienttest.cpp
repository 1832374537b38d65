// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/publicclient.h"

#include "support/simcloudprocess.h"
#include "support/testmain.h"

#include <QtCore/QFile>

using namespace imagebuilder::testing;

/// Debian's python3-openstackclient is the judge of what the simulated cloud answers. What it shows of the shared
/// script is what realclient.cpp sees on a real cloud.
class PublicClientTest : public QObject
{
    Q_OBJECT

    SimcloudProcess m_cloud{{"--time-scale", "60"}};
    PublicClient m_client{m_cloud.environment(), QStringLiteral("builder")};
    QMap<QString, QJsonValue> m_shown;

    QJsonObject truth(const QString &list) const { return m_cloud.element(list, m_client.name()); }
    /// The element of a list that the client showed with this name.
    QJsonObject listed(const QString &command, const QString &name) const
    {
        for (const auto &element : m_shown.value(command).toArray())
            if (element[u"Name"] == name)
                return element.toObject();
        return {};
    }
    /// The value of a line "NAME: VALUE" of a table like that of quotas.
    QJsonValue line(const QString &command, const QString &key, const QString &name, const QString &value) const
    {
        for (const auto &element : m_shown.value(command).toArray())
            if (element[key] == name)
                return element[value];
        return {};
    }

private Q_SLOTS:
    void initTestCase() { m_shown = m_client.show(); }
    void cleanupTestCase()
    {
        m_client.remove();
        for (const auto *list : {"images", "servers", "keypairs", "security_groups"})
            QVERIFY2(truth(QLatin1String(list)).isEmpty(), list);
    }

    void imagesAreShown()
    {
        const auto image = truth(QStringLiteral("images"));
        const auto shown = m_shown.value("image show");
        for (const auto *key : {"id", "name", "owner", "status", "visibility", "disk_format", "container_format",
                                "size", "checksum", "min_disk", "min_ram", "protected", "tags", "created_at"})
            QCOMPARE(shown[QLatin1String(key)], image.value(QLatin1String(key)));
        const auto properties = shown[u"properties"];
        QCOMPARE(properties[u"arch"], QJsonValue("x64"));
        QCOMPARE(properties[u"serial"], QJsonValue("7"));
        QCOMPARE(properties[u"os_hash_algo"], QJsonValue("sha512"));
        QCOMPARE(properties[u"os_hash_value"], image.value("os_hash_value"));
        const auto inList = listed(QStringLiteral("image list"), m_client.name());
        QCOMPARE(inList.value("ID"), image.value("id"));
        QCOMPARE(inList.value("Size"), image.value("size"));
        QCOMPARE(inList.value("Project"), image.value("owner"));
        QFile copy(m_client.file(QStringLiteral("saved.raw")));
        QVERIFY(copy.open(QIODevice::ReadOnly));
        QCOMPARE(copy.readAll(), PublicClient::imageBytes());
    }

    void networksAreShown()
    {
        const auto network = m_cloud.element(QStringLiteral("networks"), QStringLiteral("builders"));
        const auto subnet = m_cloud.element(QStringLiteral("subnets"), QStringLiteral("builders"));
        QCOMPARE(m_shown.value("network list")[0][u"ID"], network.value("id"));
        const auto shown = m_shown.value("network show");
        for (const auto *key : {"id", "name", "shared"})
            QCOMPARE(shown[QLatin1String(key)], network.value(QLatin1String(key)));
        QCOMPARE(shown[u"project_id"], network.value("project"));
        QCOMPARE(shown[u"subnets"][0], subnet.value("id"));
        QCOMPARE(m_shown.value("subnet list")[0][u"Network"], network.value("id"));
        QCOMPARE(m_shown.value("subnet show")[u"cidr"], subnet.value("cidr"));
    }

    void securityGroupsAreShown()
    {
        const auto group = truth(QStringLiteral("security_groups"));
        for (const auto *key : {"id", "name", "description"})
            QCOMPARE(m_shown.value("security group show")[QLatin1String(key)], group.value(QLatin1String(key)));
        const auto rule = group.value("rules").toArray().last();
        for (const auto *key : {"id", "direction", "protocol", "port_range_min", "port_range_max", "remote_ip_prefix"})
            QCOMPARE(m_shown.value("security group rule create")[QLatin1String(key)], rule[QLatin1String(key)]);
        QCOMPARE(m_shown.value("security group rule list").toArray().size(), 3); // two for everything that leaves
        QCOMPARE(m_shown.value("security group list").toArray().size(), 2);
    }

    void keyPairsAndFlavorsAreShown()
    {
        const auto key = truth(QStringLiteral("keypairs"));
        QCOMPARE(m_shown.value("keypair show")[u"fingerprint"], key.value("fingerprint"));
        QCOMPARE(listed(QStringLiteral("keypair list"), m_client.name()).value("Fingerprint"),
                 key.value("fingerprint"));
        const auto flavors = m_shown.value("flavor list").toArray();
        QCOMPARE(flavors.size(), m_cloud.state().value("flavors").toArray().size());
        for (const auto &flavor : flavors) {
            const auto real = m_cloud.element(QStringLiteral("flavors"), flavor[u"Name"].toString());
            QCOMPARE(flavor[u"ID"], real.value("id"));
            QCOMPARE(flavor[u"VCPUs"], real.value("vcpus"));
            QCOMPARE(flavor[u"RAM"], real.value("ram"));
            QCOMPARE(flavor[u"Disk"], real.value("disk"));
        }
    }

    void serversAreShown()
    {
        const auto server = truth(QStringLiteral("servers"));
        const auto shown = m_shown.value("server show");
        for (const auto *key : {"id", "name", "status", "key_name"})
            QCOMPARE(shown[QLatin1String(key)], server.value(QLatin1String(key)));
        QCOMPARE(shown[u"properties"][u"imagebuilder:build"], QJsonValue("0123"));
        QCOMPARE(shown[u"project_id"], server.value("project"));
        QCOMPARE(shown[u"security_groups"][0][u"name"], QJsonValue(m_client.name()));
        const auto inList = listed(QStringLiteral("server list"), m_client.name());
        QCOMPARE(inList.value("ID"), server.value("id"));
        QCOMPARE(inList.value("Networks")[u"builders"][0], shown[u"addresses"][u"builders"][0]);
        QCOMPARE(m_shown.value("port list")[0][u"Fixed IP Addresses"][0][u"ip_address"],
                 shown[u"addresses"][u"builders"][0]);
    }

    void tokensLimitsAndQuotasAreShown()
    {
        const auto project = m_cloud.element(QStringLiteral("projects"), QStringLiteral("builder"));
        QCOMPARE(m_shown.value("token issue")[u"project_id"], project.value("id"));
        QCOMPARE(m_shown.value("token issue")[u"user_id"],
                 m_cloud.element(QStringLiteral("users"), QStringLiteral("builder")).value("id"));
        const auto quota = project.value("quota");
        QCOMPARE(line("limits show", "Name", "instances", "Value"), quota[u"instances"]);
        for (const auto *name : {"instances", "cores", "ram"})
            QCOMPARE(line("quota show", "Resource", QLatin1String(name), "Limit"), quota[QLatin1String(name)]);
        const QMap<QString, QString> names = {{"networks", "network"},
                                              {"ports", "port"},
                                              {"subnets", "subnet"},
                                              {"secgroups", "security_group"},
                                              {"secgroup-rules", "security_group_rule"}};
        for (const auto &[theirs, ours] : names.asKeyValueRange())
            QCOMPARE(line("quota show -f json --network", "Resource", theirs, "Limit"), quota[ours]);
    }

    void aProtectedImageStays()
    {
        const auto name = m_client.name();
        QByteArray errors;
        m_client.run({"image set --protected " + name, "image delete " + name, "image set --unprotected " + name},
                     &errors);
        QVERIFY2(errors.contains("is protected and cannot be deleted"), errors.constData());
        QVERIFY(!truth(QStringLiteral("images")).isEmpty());
    }

    void sharedImagesReachTheOtherProject()
    {
        m_client.run({"image create -f json --disk-format raw --shared gift"});
        const auto id = m_cloud.element(QStringLiteral("images"), QStringLiteral("gift")).value("id").toString();
        const auto consumer =
            m_cloud.element(QStringLiteral("projects"), QStringLiteral("consumer")).value("id").toString();
        m_client.run({"image add project -f json " + id + u' ' + consumer});
        const auto documents = PublicClient(m_cloud.environment(), QStringLiteral("consumer"))
                                   .run({"image list -f json --shared", "image show -f json " + id,
                                         "image set --accept " + id, "image list -f json --shared"});
        QCOMPARE(documents.size(), 3);
        QVERIFY(documents[0].toArray().isEmpty());
        QCOMPARE(documents[1][u"id"].toString(), id);
        QCOMPARE(documents[2][0][u"ID"].toString(), id);
    }

    void securityGroupsRefuseWhatNeutronRefuses()
    {
        QByteArray errors;
        m_client.run({"security group rule create -f json --protocol tcp --dst-port 22 --remote-ip 10.0.0.0/8 " +
                          m_client.name(),
                      "security group delete default"},
                     &errors);
        QVERIFY2(errors.contains("Security group rule already exists"), errors.constData());
        QVERIFY2(errors.contains("removing default security group"), errors.constData());
    }
};

IMAGEBUILDER_TEST(PublicClientTest, "publicclient")

#include "publicclienttest.moc"
