// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "cloudsfolder.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::openstack;

namespace {
const QByteArray password = "    auth: {auth_url: 'https://k.example', username: u, password: pw, project_name: p}\n";

CloudsFolder with(const QByteArray &cloud)
{
    CloudsFolder clouds;
    clouds.write(QStringLiteral("clouds.yaml"), "clouds:\n  c:\n" + cloud);
    return clouds;
}
} // namespace

class CloudCodecTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waysToLogIn_data()
    {
        QTest::addColumn<QByteArray>("cloud");
        QTest::addColumn<AuthType>("type");
        const QByteArray url = "auth_url: 'https://k.example'";
        QTest::newRow("password is the default") << password << AuthType::Password;
        QTest::newRow("v3password") << "    auth_type: v3password\n" + password << AuthType::Password;
        QTest::newRow("token") << "    auth_type: token\n    auth: {" + url + ", token: t, project_id: p}\n"
                               << AuthType::Token;
        QTest::newRow("application credential")
            << "    auth_type: v3applicationcredential\n    auth: {" + url +
                   ", application_credential_id: i, application_credential_secret: s}\n"
            << AuthType::ApplicationCredential;
        QTest::newRow("application credential by name, type not said")
            << "    auth: {" + url +
                   ", application_credential_name: n, username: u, application_credential_secret: s}\n"
            << AuthType::ApplicationCredential;
        QTest::newRow("keys beside auth") << QByteArray("    auth_url: 'https://k.example'\n    username: u\n"
                                                        "    password: pw\n    system_scope: all\n")
                                          << AuthType::Password;
    }
    void waysToLogIn()
    {
        QFETCH(QByteArray, cloud);
        const auto clouds = with(cloud);
        QVERIFY2(clouds.cloud(), qPrintable(clouds.problem()));
        QTEST(clouds.cloud()->credentials.type, "type");
    }

    void scopes()
    {
        const auto domain =
            with("    auth: {auth_url: 'https://k.example', user_id: u, password: 12345, domain_id: d}\n").cloud();
        QCOMPARE(domain->credentials.domainId, QStringLiteral("d"));
        QCOMPARE(domain->credentials.password.reveal(), QByteArray("12345"));
        const auto system =
            with("    auth: {auth_url: 'https://k.example', user_id: u, password: x, system_scope: all}\n").cloud();
        QVERIFY(system->credentials.systemScope);
    }

    void whatIsWrongIsNamed_data()
    {
        QTest::addColumn<QByteArray>("cloud");
        QTest::addColumn<QString>("says");
        QTest::newRow("type") << "    auth_type: v3oidcpassword\n" + password << QStringLiteral("v3oidcpassword");
        QTest::newRow("no auth") << QByteArray("    region_name: r\n") << QStringLiteral("auth_url is missing");
        QTest::newRow("no user, password, project") << QByteArray("    auth: {auth_url: 'https://k.example'}\n")
                                                    << QStringLiteral("username, password, project_name");
        QTest::newRow("address") << QByteArray("    auth: {auth_url: k.example}\n") << QStringLiteral("auth_url");
        QTest::newRow("trust") << "    trust_id: t\n" + password << QStringLiteral("trust_id");
        QTest::newRow("interface") << "    interface: outer\n" + password << QStringLiteral("outer");
        QTest::newRow("verify") << "    verify: maybe\n" + password << QStringLiteral("maybe");
        QTest::newRow("override") << "    image_endpoint_override: here\n" + password
                                  << QStringLiteral("image_endpoint_override");
        QTest::newRow("region") << "    region_name: c\n    regions: [a, b]\n" + password << QStringLiteral("a, b");
    }
    void whatIsWrongIsNamed()
    {
        QFETCH(QByteArray, cloud);
        QFETCH(QString, says);
        const auto text = with(cloud).problem();
        QVERIFY2(text.contains(says) && text.contains(QStringLiteral("\"c\"")), qPrintable(text));
    }

    void endpointOverridesAndInterface()
    {
        const auto cloud = with("    interface: internalURL\n    image_endpoint_override: https://i.example/v2\n"
                                "    nova_endpoint_override: https://n.example\n" +
                                password)
                               .cloud();
        QCOMPARE(cloud->interface, QStringLiteral("internal"));
        QCOMPARE(cloud->endpointOverrides.value(QStringLiteral("image")), QUrl(QStringLiteral("https://i.example/v2")));
        QCOMPARE(cloud->endpointOverrides.value(QStringLiteral("compute")), QUrl(QStringLiteral("https://n.example")));
    }

    void case34_aRegionsValuesOverTheClouds()
    {
        auto clouds = with("    interface: public\n    regions:\n    - first\n    - name: second\n      values:\n"
                           "        interface: internal\n        auth: {username: there}\n" +
                           password);
        QCOMPARE(clouds.cloud()->region, QStringLiteral("first"));
        QCOMPARE(clouds.cloud()->interface, QStringLiteral("public"));
        const auto second = clouds.cloud({}, QStringLiteral("second"));
        QCOMPARE(second->region, QStringLiteral("second"));
        QCOMPARE(second->interface, QStringLiteral("internal"));
        QCOMPARE(second->credentials.userName, QStringLiteral("there"));
        QCOMPARE(second->credentials.password.reveal(), QByteArray("pw"));
        clouds.setVariable(QStringLiteral("OS_REGION_NAME"), QStringLiteral("second"));
        QCOMPARE(clouds.cloud()->region, QStringLiteral("second"));
    }

    void variablesAloneAreCloudEnvvars()
    {
        CloudsFolder clouds;
        clouds.setVariable(QStringLiteral("OS_USERNAME"), QStringLiteral("u"));
        QVERIFY(!CloudsConfig::load(clouds.search)); // no address, no cloud
        clouds.setVariable(QStringLiteral("OS_AUTH_URL"), QStringLiteral("https://k.example/v3"));
        clouds.setVariable(QStringLiteral("OS_PASSWORD"), QStringLiteral("pw"));
        clouds.setVariable(QStringLiteral("OS_PROJECT_NAME"), QStringLiteral("p"));
        clouds.setVariable(QStringLiteral("OS_PROJECT_ID"), QString());
        clouds.setVariable(QStringLiteral("OS_REGION_NAME"), QStringLiteral("r"));
        clouds.setVariable(QStringLiteral("OS_INSECURE"), QStringLiteral("1"));
        clouds.setVariable(QStringLiteral("OS_USER_DOMAIN_NAME"), QStringLiteral("Default"));
        const auto cloud = clouds.cloud();
        QVERIFY2(cloud, qPrintable(clouds.problem()));
        QCOMPARE(cloud->name, QStringLiteral("envvars"));
        QCOMPARE(cloud->credentials.userName, QStringLiteral("u"));
        QCOMPARE(cloud->credentials.projectId, QString());
        QCOMPARE(cloud->credentials.userDomainName, QStringLiteral("Default"));
        QCOMPARE(cloud->region, QStringLiteral("r"));
        QVERIFY(!cloud->transport.verify);
    }

    void aFilesFirstCloudComesBeforeEnvvars()
    {
        auto clouds = with(password);
        clouds.setVariable(QStringLiteral("OS_AUTH_URL"), QStringLiteral("https://other.example/v3"));
        clouds.setVariable(QStringLiteral("OS_TOKEN"), QStringLiteral("t"));
        clouds.setVariable(QStringLiteral("OS_AUTH_TYPE"), QStringLiteral("v3token"));
        clouds.setVariable(QStringLiteral("OS_PROJECT_ID"), QStringLiteral("p"));
        QCOMPARE(clouds.cloud()->name, QStringLiteral("c"));
        QCOMPARE(clouds.cloud()->credentials.token, Secret());
        QCOMPARE(clouds.cloud(QStringLiteral("envvars"))->credentials.type, AuthType::Token);
    }
};

IMAGEBUILDER_TEST(CloudCodecTest, "cloudcodec")
#include "cloudcodectest.moc"
