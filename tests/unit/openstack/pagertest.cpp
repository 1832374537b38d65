// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/pager.h"

#include "fakecloud.h"
#include "openstack/calls.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::openstack;

namespace {

const QByteArray imagesCall = "GET /image/v2/images";

QByteArray page(const QByteArray &ids, const QByteArray &more = {})
{
    QByteArray items;
    for (const auto id : ids)
        items += (items.isEmpty() ? "" : ",") + QByteArray(R"({"id": ")") + id + "\"}";
    return R"({"images": [)" + items + "]" + more + "}";
}

Result<QString> ids(FakeCloud &cloud, int limit = 0)
{
    PagedList list{
        .service = QStringLiteral("image"), .path = QStringLiteral("/images"), .key = QStringLiteral("images")};
    list.limit = limit;
    addParameter(list.query, QStringLiteral("name"), QStringLiteral("a b"));
    const auto items = QCoro::waitFor(allItems(cloud.session(), std::move(list), {}));
    if (!items)
        return failure(items.error());
    QString all;
    for (const auto &item : *items)
        all += item.value(QStringLiteral("id")).toString();
    return all;
}

} // namespace

class PagerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case35_nextLinksAreFollowedWhateverHostTheyName_data()
    {
        QTest::addColumn<QByteArray>("next");
        const auto link = [](QByteArray text) {
            return text.replace("HOST", "http://wrong.test/v9");
        };
        QTest::newRow("Glance") << QByteArray(R"(, "next": "/v2/images?name=a%20b&marker=b")");
        QTest::newRow("Nova and Neutron")
            << link(R"(, "images_links": [{"rel": "next", "href": "HOST/images?name=a%20b&marker=b"}])");
        QTest::newRow("Keystone") << link(R"(, "links": {"next": "HOST/images?name=a%20b&marker=b"})");
    }
    void case35_nextLinksAreFollowedWhateverHostTheyName()
    {
        QFETCH(QByteArray, next);
        FakeCloud cloud;
        cloud.on(imagesCall, {FakeCloud::answer(page("ab", next)), FakeCloud::answer(page("c"))});
        const auto all = ids(cloud);
        QVERIFY2(all, qPrintable(all ? QString() : all.error().message()));
        QCOMPARE(*all, QStringLiteral("abc"));
        QCOMPARE(cloud.requests(imagesCall)[1].target, QByteArray("/image/v2/images?name=a%20b&marker=b"));
    }

    void case07_aFullPageWithoutALinkIsAskedOnFromItsEnd()
    {
        FakeCloud cloud;
        cloud.on(imagesCall,
                 {FakeCloud::answer(page("ab")), FakeCloud::answer(page("cd")), FakeCloud::answer(page({}))});
        QCOMPARE(*ids(cloud, 2), QStringLiteral("abcd"));
        QCOMPARE(cloud.requests(imagesCall)[1].target, QByteArray("/image/v2/images?name=a%20b&limit=2&marker=b"));
    }

    void aListThatIgnoresTheLimitIsTakenWhole()
    {
        FakeCloud cloud;
        cloud.on(imagesCall, page("abc"));
        QCOMPARE(*ids(cloud, 2), QStringLiteral("abc"));
        QCOMPARE(cloud.requests(imagesCall).size(), 1);
    }

    void pagesThatLeadInACircleEnd()
    {
        FakeCloud cloud;
        cloud.on(imagesCall, page("ab", R"(, "next": "/v2/images?marker=b")"));
        QCOMPARE(ids(cloud).error().kind(), ErrorKind::Protocol);
        QCOMPARE(cloud.requests(imagesCall).size(), 2);
    }

    void whatIsNoPageIsRefused()
    {
        FakeCloud cloud;
        cloud.on(imagesCall, {FakeCloud::answer("<html>"), FakeCloud::answer(R"({"images": 1})"),
                              FakeCloud::answer(R"({"images": [1]})")});
        for (int i = 0; i < 3; ++i)
            QCOMPARE(ids(cloud).error().kind(), ErrorKind::Protocol);
    }
};

IMAGEBUILDER_TEST(PagerTest, "pager")
#include "pagertest.moc"
