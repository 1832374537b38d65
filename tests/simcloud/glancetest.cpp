// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/simcloudmember.h"
#include "support/testmain.h"

#include <QtCore/QCryptographicHash>

using namespace imagebuilder::testing;

namespace {
const QByteArray patchType = "application/openstack-images-v2.1-json-patch";
const QByteArray dataType = "application/octet-stream";
} // namespace

class GlanceTest : public QObject
{
    Q_OBJECT

    SimcloudProcess m_cloud{simpleAccounts()};
    std::optional<SimcloudMember> m_builder;
    std::optional<SimcloudMember> m_consumer;

    /// The path of a new queued image of the builder's.
    QString makeImage(QJsonObject fields)
    {
        fields.insert("disk_format", "raw");
        fields.insert("container_format", "bare");
        const auto reply = m_builder->ask("POST", "/image/v2/images", fields);
        return QStringLiteral("/image/v2/images/") + reply.json().value("id").toString();
    }
    HttpReply upload(const QString &image, const QByteArray &bytes)
    {
        return m_builder->send("PUT", image + QStringLiteral("/file"), bytes, {{"Content-Type", dataType}});
    }
    HttpReply patch(const QString &image, const QByteArray &changes, const QByteArray &type = patchType)
    {
        return m_builder->send("PATCH", image, changes, {{"Content-Type", type}});
    }

private Q_SLOTS:
    void init()
    {
        m_builder.emplace(m_cloud, QStringLiteral("builder"));
        m_consumer.emplace(m_cloud, QStringLiteral("consumer"));
    }

    void dataComesBackAsItWasSentAndInRanges()
    {
        const auto image = makeImage({{"name", "data"}});
        const QByteArray bytes = QByteArray("0123456789").repeated(100'000);
        const auto early = m_builder->ask("GET", image + QStringLiteral("/file"));
        QCOMPARE(early.status, 204);
        QVERIFY(early.body.isEmpty());
        QCOMPARE(upload(image, bytes).status, 204);
        const auto shown = m_builder->ask("GET", image).json();
        QCOMPARE(shown[u"status"].toString(), u"active");
        QCOMPARE(shown[u"size"].toInteger(), bytes.size());
        const auto digest = QCryptographicHash::hash(bytes, QCryptographicHash::Sha512).toHex();
        QCOMPARE(shown[u"os_hash_value"].toString(), QString::fromLatin1(digest));
        QCOMPARE(m_builder->ask("GET", image + QStringLiteral("/file")).body, bytes);
        const auto part = m_builder->send("GET", image + QStringLiteral("/file"), {}, {{"Range", "bytes=5-14"}});
        QCOMPARE(part.status, 206);
        QCOMPARE(part.body, "5678901234");
        const auto truth = m_cloud.element("images", "data");
        QCOMPARE(truth[u"bytes_written"].toInteger(), bytes.size());
        QCOMPARE(truth[u"bytes_read"].toInteger(), bytes.size() + 10);
    }

    void aSecondUploadAndWrongTypesAreRefused()
    {
        const auto image = makeImage({});
        QCOMPARE(m_builder->send("PUT", image + QStringLiteral("/file"), "x", {{"Content-Type", "text/plain"}}).status,
                 415);
        QCOMPARE(upload(image, "x").status, 204);
        const auto second = upload(image, "x");
        QCOMPARE(second.status, 409);
        QVERIFY(second.headers.value("content-type").startsWith("text/html"));
        QCOMPARE(patch(image, "[]", "application/json").status, 415);
        QCOMPARE(m_builder->ask("POST", "/image/v2/images", {{"visibility", "public"}}).status, 403);
        QCOMPARE(m_builder->ask("POST", "/image/v2/images", {{"status", "active"}}).status, 403);
        QCOMPARE(m_builder->ask("POST", "/image/v2/images", {{"disk_format", "tape"}}).status, 400);
    }

    void patchesSetAndRemoveFieldsAndProperties()
    {
        const auto image = makeImage({{"build", "1"}});
        const auto reply = patch(image, R"([{"op":"replace","path":"/name","value":"n"},
            {"op":"add","path":"/imagebuilder:a~1b","value":"c"}, {"op":"remove","path":"/build"},
            {"op":"replace","path":"/os_hidden","value":true}])");
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.json()[u"name"].toString(), u"n");
        QCOMPARE(reply.json()[u"imagebuilder:a/b"].toString(), u"c");
        QVERIFY(!reply.json().contains("build"));
        QCOMPARE(patch(image, R"([{"op":"remove","path":"/build"}])").status, 409);
        QCOMPARE(patch(image, R"([{"op":"replace","path":"/size","value":1}])").status, 403);
        const auto list = m_builder->ask("GET", "/image/v2/images?name=n").json()[u"images"].toArray();
        QVERIFY2(list.isEmpty(), "a hidden image is listed");
    }

    void aProtectedImageStays()
    {
        const auto image = makeImage({{"protected", true}});
        QCOMPARE(m_builder->ask("DELETE", image).status, 403);
        QCOMPARE(patch(image, R"([{"op":"replace","path":"/protected","value":false}])").status, 200);
        QCOMPARE(m_builder->ask("DELETE", image).status, 204);
        QCOMPARE(m_builder->ask("DELETE", image).status, 404);
    }

    void anotherProjectsImageIsUnknownUntilItIsShared()
    {
        const auto image = makeImage({{"name", "shared"}});
        QCOMPARE(m_consumer->ask("GET", image).status, 404);
        const auto members = image + QStringLiteral("/members");
        const QJsonObject member{{"member", m_consumer->projectId()}};
        QCOMPARE(m_builder->ask("POST", members, member).status, 200);
        QCOMPARE(m_builder->ask("POST", members, member).status, 409);
        QCOMPARE(m_consumer->ask("GET", image).status, 200);
        const QString list = QStringLiteral("/image/v2/images?name=shared");
        QCOMPARE(m_consumer->ask("GET", list).json()[u"images"].toArray().size(), 0);
        const auto own = members + u'/' + m_consumer->projectId();
        QCOMPARE(m_builder->ask("PUT", own, {{"status", "accepted"}}).status, 403);
        QCOMPARE(m_consumer->ask("PUT", own, {{"status", "accepted"}}).status, 200);
        QCOMPARE(m_consumer->ask("GET", list).json()[u"images"].toArray().size(), 1);
        QCOMPARE(m_consumer->ask("DELETE", image).status, 403);
    }

    void pagesAndFiltersFindEveryImageOnce()
    {
        for (int number = 0; number < 7; ++number)
            makeImage({{"name", QStringLiteral("page-%1").arg(number)}, {"build", "paged"}});
        QStringList names;
        QString next = QStringLiteral("/v2/images?build=paged&limit=3&sort=name:asc");
        while (!next.isEmpty()) {
            const auto page = m_builder->ask("GET", QStringLiteral("/image") + next).json();
            for (const auto &image : page[u"images"].toArray())
                names.append(image.toObject()[u"name"].toString());
            next = page[u"next"].toString();
        }
        QCOMPARE(names, QStringList({"page-0", "page-1", "page-2", "page-3", "page-4", "page-5", "page-6"}));
        const auto some = m_builder->ask("GET", "/image/v2/images?name=in:page-1,page-5&sort=created_at:asc").json();
        QCOMPARE(some[u"images"].toArray().size(), 2);
        QCOMPARE(m_builder->ask("GET", "/image/v2/images?marker=none").status, 400);
    }

    void quotasOnCountAndSizeAre413()
    {
        const auto big = makeImage({});
        m_cloud.steer("POST", "quotas", {{"project", "builder"}, {"quota", QJsonObject{{"image_size_total", 3}}}});
        QCOMPARE(upload(big, QByteArray(4LL * 1024 * 1024, 'x')).status, 413);
        QCOMPARE(m_builder->ask("GET", big).json()[u"status"].toString(), u"queued");
        m_cloud.steer("POST", "quotas", {{"project", "builder"}, {"quota", QJsonObject{{"image_count_total", 0}}}});
        QCOMPARE(m_builder->ask("POST", "/image/v2/images", {{"name", "one too many"}}).status, 413);
        const QJsonValue usage = m_builder->ask("GET", "/image/v2/info/usage").json()[u"usage"];
        QCOMPARE(usage[u"image_count_total"][u"limit"].toInt(), 0);
        QVERIFY(usage[u"image_count_total"][u"usage"].toInt() > 0);
        m_cloud.steer(
            "POST", "quotas",
            {{"project", "builder"}, {"quota", QJsonObject{{"image_size_total", -1}, {"image_count_total", -1}}}});
        QCOMPARE(m_builder->ask("GET", "/image/v2/info/usage").json()[u"usage"].toObject(), QJsonObject());
    }

    void imagesCanBePlantedAndKilled()
    {
        const auto planted = m_cloud.steer(
            "POST", "images",
            {{"project", "builder"}, {"size", 3'000'000}, {"image", QJsonObject{{"name", "p"}, {"status", "active"}}}});
        const auto image = QStringLiteral("/image/v2/images/") + planted[u"id"].toString();
        QCOMPARE(m_builder->ask("GET", image + QStringLiteral("/file")).body.size(), 3'000'000);
        m_cloud.steer("PATCH", QStringLiteral("images/") + planted[u"id"].toString(), {{"status", "killed"}});
        QCOMPARE(m_builder->ask("GET", image).json()[u"status"].toString(), u"killed");
    }
};

IMAGEBUILDER_TEST(GlanceTest, "glance")

#include "glancetest.moc"
