// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/image/imageclient.h"

#include "fakecloud.h"
#include "http/digest.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::openstack;
using QCoro::waitFor;

namespace {

const QByteArray imageAt = "/image/v2/images/i1";
const auto imageId = QStringLiteral("i1");

struct Kept final : http::BodySink
{
    [[nodiscard]] Task<Result<void>> write(QByteArray piece, std::stop_token) override
    {
        bytes += piece;
        co_return Result<void>{};
    }
    QByteArray bytes;
};

struct Given final : http::BodySource
{
    explicit Given(QByteArray whole) : bytes(std::move(whole)) {}
    [[nodiscard]] Task<Result<QByteArray>> read(qint64 most, std::stop_token) override
    {
        auto piece = bytes.first(std::min<qint64>(most, bytes.size()));
        bytes.remove(0, piece.size());
        co_return std::move(piece);
    }
    QByteArray bytes;
};

QByteArray record(const QByteArray &status, const QByteArray &hash = {}, qint64 size = 0)
{
    return R"({"id": "i1", "status": ")" + status + R"(", "os_hash_algo": "sha512", "os_hash_value": ")" + hash +
           R"(", "size": )" + QByteArray::number(size) + "}";
}

QByteArray sha512(const QByteArray &bytes)
{
    http::Digest digest(http::Digest::Algorithm::Sha512);
    digest.update(bytes);
    return digest.hex();
}

} // namespace

class ImageClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void downloadsAreCheckedAgainstTheRecord_data()
    {
        QTest::addColumn<QByteArray>("image");
        QTest::addColumn<bool>("good");
        const QByteArray bytes = "image bytes";
        QTest::newRow("right") << record("active", sha512(bytes), bytes.size()) << true;
        QTest::newRow("right, upper case") << record("active", sha512(bytes).toUpper(), bytes.size()) << true;
        QTest::newRow("other bytes") << record("active", sha512("other"), bytes.size()) << false;
        QTest::newRow("other size") << record("active", {}, bytes.size() + 1) << false;
        QTest::newRow("no hash told") << record("active", {}, bytes.size()) << true;
    }
    void downloadsAreCheckedAgainstTheRecord()
    {
        QFETCH(QByteArray, image);
        QFETCH(bool, good);
        FakeCloud cloud;
        cloud.on("GET " + imageAt, image);
        cloud.on("GET " + imageAt + "/file", "image bytes");
        auto sink = std::make_shared<Kept>();
        const auto done = waitFor(ImageClient(cloud.session()).download(imageId, sink, {}));
        QCOMPARE(done.has_value(), good);
        QCOMPARE(sink->bytes, QByteArray("image bytes"));
        if (!good)
            QCOMPARE(done.error().kind(), ErrorKind::Protocol);
    }

    void aQueuedImagesBytesAreAConflict()
    {
        FakeCloud cloud;
        cloud.on("GET " + imageAt, record("queued"));
        cloud.on("GET " + imageAt + "/file", {FakeCloud::answer({}, 204)});
        const auto done = waitFor(ImageClient(cloud.session()).download(imageId, std::make_shared<Kept>(), {}));
        QCOMPARE(done.error().kind(), ErrorKind::Conflict);
        QVERIFY(done.error().text().contains(QStringLiteral("queued")));
    }

    void bytesAreSentAsTheyAreAndOnce()
    {
        FakeCloud cloud;
        cloud.on("PUT " + imageAt + "/file", {FakeCloud::answer({}, 204)});
        const QByteArray bytes(100'000, 'x');
        QVERIFY(
            waitFor(ImageClient(cloud.session()).upload(imageId, std::make_shared<Given>(bytes), bytes.size(), {})));
        const auto sent = cloud.requests("PUT " + imageAt + "/file");
        QCOMPARE(sent.size(), 1);
        QCOMPARE(sent[0].body, bytes);
        QCOMPARE(sent[0].header("Content-Type"), QByteArray("application/octet-stream"));
    }

    void case24_anUploadIsNotSentAgainButTheNextOneLogsInAnew()
    {
        FakeCloud cloud;
        cloud.on("PUT " + imageAt + "/file", {FakeCloud::answer({}, 204)});
        cloud.takeOnly("token-2");
        ImageClient glance(cloud.session());
        QCOMPARE(waitFor(glance.upload(imageId, std::make_shared<Given>("x"), 1, {})).error().kind(), ErrorKind::Auth);
        QCOMPARE(cloud.requests("PUT " + imageAt + "/file").size(), 1);
        QVERIFY(waitFor(glance.upload(imageId, std::make_shared<Given>("x"), 1, {})));
        QCOMPARE(cloud.logins(), 2);
    }

    void case04_filtersAreTakenLiterally()
    {
        FakeCloud cloud;
        const QByteArray list = "GET /image/v2/images";
        cloud.on(list,
                 R"({"images": [{"id": "a", "status": "active", "name": "in:x", "created_at": "2026-01-01T00:00:00Z"},
                                      {"id": "b", "status": "active", "name": "x"},
                                      {"id": "c", "status": "active", "name": "in:x", "created_at": "2026-01-02T00:00:00Z"}]})");
        const ImageFilter filter{
            .name = QStringLiteral("in:x"), .status = QStringLiteral("active"), .visibility = QStringLiteral("all")};
        const auto images = waitFor(ImageClient(cloud.session()).images(filter, {}));
        QVERIFY2(images, qPrintable(images ? QString() : images.error().message()));
        QCOMPARE(images->size(), 2);
        QCOMPARE(images->constFirst().id, QStringLiteral("c")); // newest first
        QCOMPARE(
            cloud.requests(list).constFirst().target,
            QByteArray("/image/v2/images?status=active&visibility=all&sort_key=created_at&sort_dir=desc&limit=500"));
    }

    void changesArePatchesOfGlancesOwnType()
    {
        FakeCloud cloud;
        cloud.on("PATCH " + imageAt, record("active"));
        ImageClient glance(cloud.session());
        QVERIFY(waitFor(glance.setProperties(imageId, {{QStringLiteral("a/b~c"), QStringLiteral("v")}}, {})));
        QVERIFY(waitFor(glance.setVisibility(imageId, QStringLiteral("shared"), {})));
        const auto sent = cloud.requests("PATCH " + imageAt);
        QCOMPARE(sent[0].header("Content-Type"), QByteArray("application/openstack-images-v2.1-json-patch"));
        QCOMPARE(sent[0].body, QByteArray(R"([{"op":"add","path":"/a~1b~0c","value":"v"}])"));
        QCOMPARE(sent[1].body, QByteArray(R"([{"op":"replace","path":"/visibility","value":"shared"}])"));
    }

    void imagesAreMadeWithTheirProperties()
    {
        FakeCloud cloud;
        cloud.on("POST /image/v2/images", record("queued"), 201);
        const ImageRequest wish{.name = QStringLiteral("n"),
                                .diskFormat = QStringLiteral("raw"),
                                .minDiskGiB = 20,
                                .properties = {{QStringLiteral("architecture"), QStringLiteral("x86_64")}}};
        QCOMPARE(waitFor(ImageClient(cloud.session()).create(wish, {}))->id, imageId);
        QCOMPARE(
            cloud.requests("POST /image/v2/images").constFirst().body,
            QByteArray(
                R"({"architecture":"x86_64","container_format":"bare","disk_format":"raw","min_disk":20,"min_ram":0,"name":"n"})"));
    }

    void sharingTwiceIsNoError()
    {
        FakeCloud cloud;
        cloud.on("POST " + imageAt + "/members", {FakeCloud::answer("{}"), FakeCloud::answer("<h1>409</h1>", 409)});
        cloud.on("PUT " + imageAt + "/members/p", "{}");
        ImageClient glance(cloud.session());
        const auto project = QStringLiteral("p");
        QVERIFY(waitFor(glance.addMember(imageId, project, {})));
        QVERIFY(waitFor(glance.addMember(imageId, project, {})));
        QVERIFY(waitFor(glance.acceptMember(imageId, project, {})));
        QCOMPARE(cloud.requests("PUT " + imageAt + "/members/p").constFirst().body,
                 QByteArray(R"({"status":"accepted"})"));
    }

    void quotaIsWithoutBoundsWhereGlanceTellsNone()
    {
        FakeCloud cloud;
        ImageClient glance(cloud.session());
        QCOMPARE(waitFor(glance.quota({}))->maxImages, -1); // an older Glance: 404
        cloud.on("GET /image/v2/info/usage",
                 {FakeCloud::answer(R"({"usage": {}})"),
                  FakeCloud::answer(R"({"usage": {"image_count_total": {"limit": 5, "usage": 2}}})")});
        QCOMPARE(waitFor(glance.quota({}))->maxImages, -1);
        const auto told = waitFor(glance.quota({}));
        QCOMPARE(told->maxImages, 5);
        QCOMPARE(told->usedImages, 2);
        QCOMPARE(told->maxMiB, -1);
    }

    void case03_removingTellsInUseFromProtectedFromGone()
    {
        FakeCloud cloud;
        cloud.on("DELETE " + imageAt,
                 {FakeCloud::answer("<h1>409</h1>in use", 409), FakeCloud::answer("<h1>403</h1>protected", 403),
                  FakeCloud::answer("<h1>404</h1>", 404), FakeCloud::answer({}, 204)});
        ImageClient glance(cloud.session());
        QCOMPARE(waitFor(glance.remove(imageId, {})).error().kind(), ErrorKind::Conflict);
        QCOMPARE(waitFor(glance.remove(imageId, {})).error().kind(), ErrorKind::Auth);
        QVERIFY(waitFor(glance.remove(imageId, {})));
        QVERIFY(waitFor(glance.remove(imageId, {})));
    }
};

IMAGEBUILDER_TEST(ImageClientTest, "imageclient")
#include "imageclienttest.moc"
