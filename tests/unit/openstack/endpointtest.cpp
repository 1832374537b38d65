// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "fakecloud.h"
#include "openstack/identity/catalog.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::openstack;

namespace {

QString endpointPath(FakeCloud &cloud, const QString &service)
{
    const auto url = QCoro::waitFor(cloud.session().endpoint(service, {}));
    return url ? url->path() : url.error().message();
}

} // namespace

class EndpointTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case19_twoRegionsAndNoneNamedListsThem()
    {
        FakeCloud cloud;
        cloud.offer({{QStringLiteral("image"), QStringLiteral("south"), QStringLiteral("/s/v2")},
                     {QStringLiteral("image"), QStringLiteral("north"), QStringLiteral("/n/v2")}});
        const auto error = QCoro::waitFor(cloud.session().endpoint(QStringLiteral("image"), {})).error();
        QCOMPARE(error.kind(), ErrorKind::Config);
        QVERIFY2(error.message().contains(QStringLiteral("north, south")), qPrintable(error.message()));
    }

    void case19_theNamedRegionIsTakenAndAWrongOneListsAll()
    {
        const QList<Endpoint> catalog{endpoint("image", "north", "public", "/n"),
                                      endpoint("image", "south", "public", "/s")};
        QCOMPARE(chooseEndpoint(catalog, wish("image", "south"))->path(), QStringLiteral("/s"));
        const auto wrong = chooseEndpoint(catalog, wish("image", "west"));
        QCOMPARE(wrong.error().kind(), ErrorKind::Config);
        QVERIFY2(wrong.error().text().contains(QStringLiteral("north, south")), qPrintable(wrong.error().text()));
    }

    void otherInterfacesAndServicesAreNotTaken()
    {
        const QList<Endpoint> catalog{endpoint("image", "r", "internal", "/i"),
                                      endpoint("compute", "r", "public", "/c")};
        QVERIFY(chooseEndpoint(catalog, wish("image", {})).error().text().contains(QStringLiteral("internal")));
        QVERIFY(chooseEndpoint(catalog, wish("network", {})).error().text().contains(QStringLiteral("compute, image")));
    }

    void case35_aliasesCountWhereTheOfficialTypeIsMissing()
    {
        QList<Endpoint> catalog{endpoint("glance", "r", "public", "/alias")};
        QCOMPARE(chooseEndpoint(catalog, wish("image", {}))->path(), QStringLiteral("/alias"));
        catalog << endpoint("image", "r", "public", "/official");
        QCOMPARE(chooseEndpoint(catalog, wish("image", {}))->path(), QStringLiteral("/official"));
    }

    void anothersEndpointIsFoundInOnesOwnCatalogAsServicesLookForIt()
    {
        const QList<Endpoint> catalog{
            endpoint("image", "north", "internal", "/n"), endpoint("image", "north", "public", "/n/"),
            endpoint("image", "south", "public", "/s/v2"), endpoint("glance", "west", "public", "/w")};
        const auto base = catalog.first().url;
        const auto found = [&](const QString &path, const QString &interface) {
            auto url = base;
            url.setPath(path);
            const auto place = placeOf(catalog, QStringLiteral("image"), url, interface);
            return place ? place->region + u' ' + place->interface : QString();
        };
        QCOMPARE(found("/n/v2", "public"), QStringLiteral("north public"));
        QCOMPARE(found("/n/v2", "admin"), QStringLiteral("north internal"));
        QCOMPARE(found("/s/v2", "public"), QString()); // Glance would ask /s/v2/v2
        QCOMPARE(found("/w/v2", "public"), QString());
        QCOMPARE(found("/nn/v2", "public"), QString());
    }

    void case35_whatStandsBehindAnEndpoint_data()
    {
        QTest::addColumn<QString>("service");
        QTest::addColumn<QString>("path");  // in the catalog
        QTest::addColumn<QByteArray>("at"); // where a document lies
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QString>("found");
        const auto image = QStringLiteral("image");
        const auto list = [](const QByteArray &id, const QByteArray &href) {
            QByteArray document =
                R"({"versions": [{"id": "v1.1"}, {"id": "ID", "links": [{"rel": "self", "href": "LINK"}]}]})";
            return document.replace("ID", id).replace("LINK", href);
        };
        QTest::newRow("versioned, nothing asked")
            << image << "/image/v2/" << QByteArray() << 0 << QByteArray() << "/image/v2";
        QTest::newRow("300 with a list") << image << "/" << QByteArray("GET /") << 300
                                         << list("v2.16", "http://internal:9292/v2/") << "/v2";
        QTest::newRow("prefix that the link has not") << image << "/image" << QByteArray("GET /image") << 300
                                                      << list("v2.16", "http://internal:9292/v2/") << "/image/v2";
        QTest::newRow("prefix that only the link has")
            << image << "/" << QByteArray("GET /") << 200 << list("v2.9", "http://h/image/v2/") << "/image/v2";
        QTest::newRow("HTML at the root")
            << image << "/" << QByteArray("GET /") << 200 << QByteArray("<html>It works!</html>") << "/v2";
        QTest::newRow("nothing at the root") << image << "/image" << QByteArray() << 0 << QByteArray() << "/image/v2";
        QTest::newRow("an older version in the catalog") << image << "/image/v1" << QByteArray("GET /image") << 300
                                                         << list("v2.0", "http://h/image/v2/") << "/image/v2";
        QTest::newRow("Neutron") << "network" << "/network" << QByteArray("GET /network") << 200
                                 << list("v2.0", "http://h/v2.0/") << "/network/v2.0";
        QTest::newRow("project in the path")
            << "compute" << "/compute/v2.1/abc" << QByteArray() << 0 << QByteArray() << "/compute/v2.1/abc";
        QTest::newRow("a service we do not know")
            << "dns" << "/dns/v7/" << QByteArray() << 0 << QByteArray() << "/dns/v7";
    }
    void case35_whatStandsBehindAnEndpoint()
    {
        QFETCH(QString, service);
        QFETCH(QString, path);
        QFETCH(QByteArray, at);
        QFETCH(int, status);
        QFETCH(QByteArray, document);
        FakeCloud cloud;
        cloud.offer({{service, QStringLiteral("r"), path}});
        if (!at.isEmpty())
            cloud.on(at, document, status);
        QTEST(endpointPath(cloud, service), "found");
        const auto url = QCoro::waitFor(cloud.session().endpoint(service, {}));
        QCOMPARE(url->authority(), cloud.config.credentials.authUrl.authority()); // whatever host a link names
    }

    void case35_keystoneIsFoundBehindAnUnversionedAuthUrl()
    {
        FakeCloud cloud;
        cloud.config.credentials.authUrl.setPath(QStringLiteral("/identity/"));
        cloud.on("GET /identity",
                 R"({"versions": {"values": [{"id": "v3.14", "links": [{"rel": "self", "href": "/v3/"}]}]}})", 300);
        QVERIFY(QCoro::waitFor(cloud.session().projectId({})));
        QCOMPARE(cloud.logins(), 1);
    }

    void aVersionThatIsNotOfferedIsNamed()
    {
        FakeCloud cloud;
        cloud.offer({{QStringLiteral("image"), QStringLiteral("r"), QStringLiteral("/image")}});
        cloud.on("GET /image", R"({"versions": [{"id": "v1.1"}]})", 300);
        const auto error = QCoro::waitFor(cloud.session().endpoint(QStringLiteral("image"), {})).error();
        QCOMPARE(error.kind(), ErrorKind::Protocol);
        QVERIFY(error.text().contains(QStringLiteral("v1.1")));
    }

    void anOverrideNeedsNoCatalog()
    {
        FakeCloud cloud;
        cloud.offer({});
        auto url = cloud.config.credentials.authUrl;
        url.setPath(QStringLiteral("/mine/v2"));
        cloud.config.endpointOverrides.insert(QStringLiteral("image"), url);
        QCOMPARE(endpointPath(cloud, QStringLiteral("image")), QStringLiteral("/mine/v2"));
        QCOMPARE(endpointPath(cloud, QStringLiteral("glance")), QStringLiteral("/mine/v2"));
    }

private:
    static Endpoint endpoint(const char *service, const char *region, const char *interface, const char *path)
    {
        return {.service = QString::fromLatin1(service),
                .region = QString::fromLatin1(region),
                .interface = QString::fromLatin1(interface),
                .url = QUrl(QStringLiteral("https://cloud.test") + QString::fromLatin1(path))};
    }
    static EndpointWish wish(const char *service, const char *region)
    {
        return {.service = QString::fromLatin1(service),
                .region = QString::fromLatin1(region),
                .interface = QStringLiteral("public")};
    }
};

IMAGEBUILDER_TEST(EndpointTest, "endpoint")
#include "endpointtest.moc"
