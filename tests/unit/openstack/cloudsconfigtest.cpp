// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "cloudsfolder.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::openstack;

namespace {
/// A password cloud; more keys of the cloud may follow.
QByteArray entry(const QByteArray &name, const QByteArray &user, const QByteArray &more = {})
{
    return "  " + name + ":\n    auth: {auth_url: 'https://" + name + ".example/v3', username: " + user +
           ", password: pw, project_name: p}\n" + more;
}
} // namespace

class CloudsConfigTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filesAreLookedForInTheContractsOrder()
    {
        CloudsFolder clouds;
        const QStringList places{QStringLiteral("etc/clouds.yaml"), QStringLiteral(".config/openstack/clouds.yaml"),
                                 QStringLiteral("clouds.yaml"), QStringLiteral("work/clouds.yaml"),
                                 QStringLiteral("named.yaml")};
        clouds.setVariable(QStringLiteral("OS_CLIENT_CONFIG_FILE"), clouds.path(QStringLiteral("named.yaml")));
        for (const auto &place : places) { // each one written comes before those already there
            clouds.write(place, "clouds:\n" + entry("c", "u"));
            QCOMPARE(CloudsConfig::load(clouds.search)->file(), clouds.path(place));
        }
    }

    void noFileSaysWhereItLooked()
    {
        CloudsFolder clouds;
        const auto text = clouds.problem();
        QVERIFY2(text.contains(clouds.path(QStringLiteral(".config/openstack/clouds.yaml"))), qPrintable(text));
        QVERIFY2(text.contains(clouds.path(QStringLiteral("etc/clouds.yaml"))), qPrintable(text));
    }

    void case36_inASnapTheErrorNamesTheInterfaceToConnect()
    {
        CloudsFolder clouds;
        clouds.setVariable(QStringLiteral("SNAP_INSTANCE_NAME"), QStringLiteral("imagebuilder"));
        QVERIFY(clouds.problem().contains(QStringLiteral("snap connect imagebuilder:")));
    }

    void theFirstCloudOfTheFileIsTheDefaultUnlessOsCloudNamesAnother()
    {
        CloudsFolder clouds;
        clouds.write(QStringLiteral("clouds.yaml"), "clouds:\n" + entry("zebra", "u") + entry("ant", "u"));
        QCOMPARE(clouds.cloud()->name, QStringLiteral("zebra"));
        clouds.setVariable(QStringLiteral("OS_CLOUD"), QStringLiteral("ant"));
        QCOMPARE(clouds.cloud()->name, QStringLiteral("ant"));
        QCOMPARE(clouds.cloud(QStringLiteral("zebra"))->name, QStringLiteral("zebra"));
    }

    void anUnknownCloudListsTheKnownOnesAndTheFile()
    {
        CloudsFolder clouds;
        clouds.write(QStringLiteral("clouds.yaml"), "clouds:\n" + entry("zebra", "u") + entry("ant", "u"));
        const auto text = clouds.problem(QStringLiteral("cat"));
        QVERIFY2(text.contains(QStringLiteral("\"cat\"")) && text.contains(QStringLiteral("zebra, ant")) &&
                     text.contains(clouds.path(QStringLiteral("clouds.yaml"))),
                 qPrintable(text));
    }

    void case34_secureOverCloudsOverTheProfile()
    {
        CloudsFolder clouds;
        clouds.write(
            QStringLiteral("clouds.yaml"),
            "clouds:\n  c:\n    profile: acme\n    auth: {username: mine, project_name: p}\n    verify: false\n");
        clouds.write(QStringLiteral("secure.yaml"), "clouds:\n  c:\n    auth: {password: hidden}\n  other: {}\n");
        clouds.write(QStringLiteral("clouds-public.yaml"),
                     "public-clouds:\n  acme:\n    auth: {auth_url: 'https://acme.example/v3', username: theirs}\n"
                     "    region_name: north\n    verify: true\n");
        const auto cloud = clouds.cloud();
        QVERIFY2(cloud, qPrintable(clouds.problem()));
        QCOMPARE(cloud->credentials.authUrl, QUrl(QStringLiteral("https://acme.example/v3")));
        QCOMPARE(cloud->credentials.userName, QStringLiteral("mine"));
        QCOMPARE(cloud->credentials.password.reveal(), QByteArray("hidden"));
        QCOMPARE(cloud->region, QStringLiteral("north"));
        QVERIFY(!cloud->transport.verify);
        QCOMPARE(CloudsConfig::load(clouds.search)->names(), QStringList{QStringLiteral("c")});
    }

    void case34_verifyIsJudgedAfterMerging_data()
    {
        QTest::addColumn<QByteArray>("profile");
        QTest::addColumn<QByteArray>("cloud");
        QTest::addColumn<QByteArray>("secure");
        QTest::addColumn<bool>("verify");
        QTest::newRow("nothing said") << QByteArray() << QByteArray() << QByteArray() << true;
        QTest::newRow("profile off, cloud on")
            << QByteArray("verify: false") << QByteArray("verify: true") << QByteArray() << true;
        QTest::newRow("cloud on, secure off")
            << QByteArray() << QByteArray("verify: yes") << QByteArray("verify: no") << false;
        QTest::newRow("insecure wins") << QByteArray("insecure: true") << QByteArray("verify: true") << QByteArray()
                                       << false;
        // A CA that nobody is going to ask need not be there.
        QTest::newRow("off with a CA") << QByteArray() << QByteArray("verify: False\n    cacert: none.pem")
                                       << QByteArray() << false;
    }
    void case34_verifyIsJudgedAfterMerging()
    {
        QFETCH(QByteArray, profile);
        QFETCH(QByteArray, cloud);
        QFETCH(QByteArray, secure);
        CloudsFolder clouds;
        clouds.write(QStringLiteral("clouds.yaml"),
                     "clouds:\n" + entry("c", "u", "    profile: a\n    " + cloud + "\n"));
        clouds.write(QStringLiteral("secure.yaml"), "clouds:\n  c:\n    x: 1\n    " + secure + "\n");
        clouds.write(QStringLiteral("clouds-public.yaml"), "public-clouds:\n  a:\n    x: 1\n    " + profile + "\n");
        QVERIFY2(clouds.cloud(), qPrintable(clouds.problem()));
        QTEST(clouds.cloud()->transport.verify, "verify");
    }

    void aProfileThatNobodyHasIsNamed()
    {
        CloudsFolder clouds;
        clouds.write(QStringLiteral("clouds.yaml"), "clouds:\n" + entry("c", "u", "    profile: acme\n"));
        QVERIFY(clouds.problem().contains(QStringLiteral("\"acme\"")));
    }

    void case34_relativeCaPathsStartAtTheFilesFolder()
    {
        CloudsFolder clouds;
        clouds.write(QStringLiteral(".config/openstack/ca.pem"), "x");
        clouds.write(QStringLiteral("cert.pem"), "x");
        clouds.write(QStringLiteral(".config/openstack/clouds.yaml"),
                     "clouds:\n" +
                         entry("c", "u", "    cacert: ./ca.pem\n    cert: ~/cert.pem\n    key: ../../cert.pem\n"));
        const auto cloud = clouds.cloud();
        QVERIFY2(cloud, qPrintable(clouds.problem()));
        QCOMPARE(cloud->transport.caFile, clouds.path(QStringLiteral(".config/openstack/ca.pem")));
        QCOMPARE(cloud->transport.certificateFile, clouds.path(QStringLiteral("cert.pem")));
        QCOMPARE(cloud->transport.keyFile, clouds.path(QStringLiteral("cert.pem")));
    }

    void aCaFileThatIsNotThereIsNamed()
    {
        CloudsFolder clouds;
        clouds.write(QStringLiteral("clouds.yaml"), "clouds:\n" + entry("c", "u", "    cacert: gone.pem\n"));
        QVERIFY(clouds.problem().contains(clouds.path(QStringLiteral("gone.pem"))));
    }

    void case34_anchorsAndMergeKeys()
    {
        CloudsFolder clouds;
        clouds.write(QStringLiteral("clouds.yaml"),
                     "x-auth: &auth {auth_url: 'https://k.example', username: shared, password: pw, project_name: p}\n"
                     "x-more: &more {region_name: south, interface: internal}\n"
                     "clouds:\n"
                     "  one: {<<: *more, auth: *auth}\n"
                     "  two:\n    <<: [*more, {region_name: ignored, verify: false}]\n"
                     "    interface: admin\n    auth:\n      <<: *auth\n      username: own\n");
        QCOMPARE(clouds.cloud(QStringLiteral("one"))->credentials.userName, QStringLiteral("shared"));
        const auto two = clouds.cloud(QStringLiteral("two"));
        QVERIFY2(two, qPrintable(clouds.problem(QStringLiteral("two"))));
        QCOMPARE(two->credentials.userName, QStringLiteral("own"));
        QCOMPARE(two->credentials.password.reveal(), QByteArray("pw"));
        QCOMPARE(two->region, QStringLiteral("south"));
        QCOMPARE(two->interface, QStringLiteral("admin"));
        QVERIFY(!two->transport.verify);
    }

    void case34_aFileThatIsNoYamlNamesItsLine()
    {
        CloudsFolder clouds;
        clouds.write(QStringLiteral("clouds.yaml"), "clouds:\n  c:\n    auth: [1\n    x: }\n");
        const auto text = clouds.problem();
        QVERIFY2(text.contains(clouds.path(QStringLiteral("clouds.yaml"))) && text.contains(QStringLiteral("line 4")),
                 qPrintable(text));
    }

    void filesThatAreNoCloudsFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("names no cloud");
        QTest::newRow("a page") << QByteArray("<html><p>x</p></html>") << QStringLiteral("line 1");
        QTest::newRow("clouds is a list") << QByteArray("clouds: [a, b]") << QStringLiteral("names no cloud");
        QTest::newRow("a cloud is a text") << QByteArray("clouds: {a: b}") << QStringLiteral("no map of settings");
        QTest::newRow("endless alias") << QByteArray("clouds: &x {a: *x}") << QStringLiteral("nested too deeply");
        QTest::newRow("unknown alias") << QByteArray("clouds:\n  a: *x") << QStringLiteral("line 2");
    }
    void filesThatAreNoCloudsFilesAreRefused()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        CloudsFolder clouds;
        clouds.write(QStringLiteral("clouds.yaml"), content);
        QVERIFY2(clouds.problem().contains(says), qPrintable(clouds.problem()));
    }
};

IMAGEBUILDER_TEST(CloudsConfigTest, "cloudsconfig")
#include "cloudsconfigtest.moc"
