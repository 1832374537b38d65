// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/simcloudprocess.h"
#include "support/testmain.h"

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>

using namespace imagebuilder::testing;

namespace {

/// Every object or array that the client printed, one for each command that printed any.
QJsonArray documentsIn(const QByteArray &output)
{
    QJsonArray documents;
    QByteArray current;
    for (const auto &line : output.split('\n')) {
        current += line + '\n';
        if (line == "}" || line == "]" || line == "[]" || line == "{}") {
            const auto document = QJsonDocument::fromJson(current);
            documents.append(document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object()));
            current.clear();
        }
    }
    return documents;
}

} // namespace

/// Debian's python3-openstackclient is the judge of what the simulated cloud answers.
class PublicClientTest : public QObject
{
    Q_OBJECT

    SimcloudProcess m_cloud;
    QTemporaryDir m_folder;

    /// One session of the client, since starting it takes most of its time.
    QJsonArray run(const QString &cloud, const QStringList &commands, QByteArray *errors = nullptr)
    {
        QProcess client;
        auto environment = m_cloud.environment();
        environment.insert(QStringLiteral("OS_CLOUD"), cloud);
        client.setProcessEnvironment(environment);
        client.start(QStringLiteral("openstack"), QStringList());
        client.write(commands.join(u'\n').toUtf8() + '\n');
        client.closeWriteChannel();
        client.waitForFinished(60'000);
        const auto told = client.readAllStandardError();
        if (errors)
            *errors = told;
        else if (!told.isEmpty())
            qWarning("%s", told.constData());
        return documentsIn(client.readAllStandardOutput());
    }

private Q_SLOTS:
    void imageCommandsShowWhatTheCloudHolds()
    {
        QFile file(m_folder.filePath(QStringLiteral("image.raw")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(300'000, 'x'));
        file.close();
        const auto saved = m_folder.filePath(QStringLiteral("saved.raw"));
        QByteArray errors;
        const auto documents =
            run(QStringLiteral("builder"),
                {"image create -f json --disk-format raw --min-disk 2 --property arch=x64 --tag one --file " +
                     file.fileName() + " jammy",
                 "image set --property serial=7 --protected jammy", "image show -f json jammy",
                 "image list -f json --long", "image save --file " + saved + " jammy", "image delete jammy"},
                &errors);
        QVERIFY(errors.contains("is protected and cannot be deleted"));
        QCOMPARE(documents.size(), 3);
        const auto truth = m_cloud.element(QStringLiteral("images"), QStringLiteral("jammy"));
        const auto shown = documents[1].toObject();
        for (const auto *key : {"id", "name", "owner", "status", "visibility", "disk_format", "container_format",
                                "size", "checksum", "min_disk", "min_ram", "protected", "tags", "created_at"})
            QCOMPARE(shown.value(QLatin1String(key)), truth.value(QLatin1String(key)));
        const auto properties = shown.value("properties").toObject();
        QCOMPARE(properties.value("arch"), QJsonValue("x64"));
        QCOMPARE(properties.value("serial"), QJsonValue("7"));
        QCOMPARE(properties.value("os_hash_algo"), QJsonValue("sha512"));
        QCOMPARE(properties.value("os_hash_value"), truth.value("os_hash_value"));
        const auto listed = documents[2].toArray().first().toObject();
        QCOMPARE(listed.value("ID"), truth.value("id"));
        QCOMPARE(listed.value("Size"), truth.value("size"));
        QCOMPARE(listed.value("Project"), truth.value("owner"));
        QFile copy(saved);
        QVERIFY(copy.open(QIODevice::ReadOnly));
        QCOMPARE(copy.readAll(), QByteArray(300'000, 'x'));
    }

    void sharedImagesReachTheOtherProject()
    {
        run(QStringLiteral("builder"), {"image create -f json --disk-format raw --shared gift"});
        const auto id = m_cloud.element(QStringLiteral("images"), QStringLiteral("gift")).value("id").toString();
        const auto consumer =
            m_cloud.element(QStringLiteral("projects"), QStringLiteral("consumer")).value("id").toString();
        run(QStringLiteral("builder"), {"image add project -f json " + id + u' ' + consumer});
        const auto documents =
            run(QStringLiteral("consumer"), {"image list -f json --shared", "image show -f json " + id,
                                             "image set --accept " + id, "image list -f json --shared"});
        QCOMPARE(documents.size(), 3);
        QVERIFY(documents[0].toArray().isEmpty());
        QCOMPARE(documents[1][u"id"].toString(), id);
        QCOMPARE(documents[2][0][u"ID"].toString(), id);
    }

    void networkCommandsShowWhatTheCloudHolds()
    {
        const auto documents = run(QStringLiteral("builder"), {"network list -f json", "network show -f json builders",
                                                               "subnet list -f json", "port list -f json"});
        QCOMPARE(documents.size(), 4);
        const auto network = m_cloud.element(QStringLiteral("networks"), QStringLiteral("builders"));
        const auto subnet = m_cloud.element(QStringLiteral("subnets"), QStringLiteral("builders"));
        QCOMPARE(documents[0][0][u"ID"], network.value("id"));
        for (const auto *key : {"id", "name", "shared"})
            QCOMPARE(documents[1][QLatin1String(key)], network.value(QLatin1String(key)));
        QCOMPARE(documents[1][u"project_id"], network.value("project"));
        QCOMPARE(documents[1][u"subnets"][0], subnet.value("id"));
        QCOMPARE(documents[2][0][u"Subnet"], subnet.value("cidr"));
        QCOMPARE(documents[2][0][u"Network"], network.value("id"));
    }

    void securityGroupCommandsChangeTheCloud()
    {
        QByteArray errors;
        const auto documents =
            run(QStringLiteral("builder"),
                {"security group create -f json --description d runners",
                 "security group rule create -f json --protocol tcp --dst-port 22 --remote-ip 10.0.0.0/8 runners",
                 "security group rule create -f json --protocol tcp --dst-port 22 --remote-ip 10.0.0.0/8 runners",
                 "security group rule list -f json runners", "security group list -f json",
                 "security group delete default"},
                &errors);
        QVERIFY(errors.contains("Security group rule already exists"));
        QVERIFY(errors.contains("removing default security group"));
        const auto truth = m_cloud.element(QStringLiteral("security_groups"), QStringLiteral("runners"));
        QCOMPARE(documents.size(), 4);
        for (const auto *key : {"id", "name", "description"})
            QCOMPARE(documents[0][QLatin1String(key)], truth.value(QLatin1String(key)));
        const auto rule = truth.value("rules").toArray().last().toObject();
        for (const auto *key : {"id", "direction", "protocol", "port_range_min", "port_range_max", "remote_ip_prefix"})
            QCOMPARE(documents[1][QLatin1String(key)], rule.value(QLatin1String(key)));
        QCOMPARE(documents[2].toArray().size(), 3); // two for everything that leaves
        QCOMPARE(documents[3].toArray().size(), 2);
    }

    void tokenAndQuotaCommandsShowWhatTheCloudHolds()
    {
        const auto documents = run(QStringLiteral("builder"), {"token issue -f json", "quota show -f json --network"});
        QCOMPARE(documents.size(), 2);
        const auto project = m_cloud.element(QStringLiteral("projects"), QStringLiteral("builder"));
        QCOMPARE(documents[0][u"project_id"], project.value("id"));
        QCOMPARE(documents[0][u"user_id"],
                 m_cloud.element(QStringLiteral("users"), QStringLiteral("builder")).value("id"));
        const auto quota = project.value("quota").toObject();
        const QMap<QString, QString> names = {{"networks", "network"},
                                              {"ports", "port"},
                                              {"subnets", "subnet"},
                                              {"secgroups", "security_group"},
                                              {"secgroup-rules", "security_group_rule"}};
        QMap<QString, QJsonValue> shown;
        for (const auto &line : documents[1].toArray())
            shown.insert(line[u"Resource"].toString(), line[u"Limit"]);
        for (const auto &[theirs, ours] : names.asKeyValueRange())
            QCOMPARE(shown.value(theirs), quota.value(ours));
    }
};

IMAGEBUILDER_TEST(PublicClientTest, "publicclient")

#include "publicclienttest.moc"
