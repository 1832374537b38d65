// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "support/mirror.h"
#include "support/testmain.h"

#include <QtCore/QDir>
#include <QtCore/QJsonArray>

using namespace imagebuilder::testing;

/// imagebuilderd base-images, and base-images refresh.
class BaseImagesTest : public QObject
{
    Q_OBJECT

    static Ended call(DeliveryFixture &fixture, const QStringList &more)
    {
        return fixture.program().run(QStringList{"--os-cloud", "builder", "base-images"} + more +
                                     QStringList{"--arch", "x64", "--prefix", "ci", "--image-signature", "off"});
    }
    static QJsonArray imagesOf(const Ended &ended) { return ended.json().value("base_images").toArray(); }
    /// "METHOD path" of what the cloud was asked for from `first` on, where it moves an image's bytes.
    static QStringList transfers(const DeliveryFixture &fixture, qsizetype first)
    {
        QStringList found;
        const auto all = fixture.cloud().requests();
        for (auto i = first; i < all.size(); ++i) {
            const auto request = all[i];
            const auto path = request[u"path"].toString();
            if ((request[u"method"].toString() == u"PUT" && path.endsWith(u"/file")) ||
                (request[u"method"].toString() == u"GET" && path.endsWith(u".img")))
                found << request[u"method"].toString() + u' ' + path;
        }
        return found;
    }

private Q_SLOTS:
    void whatIsMissingIsFetchedAndThenNeitherFetchedNorSentAgain()
    {
        DeliveryFixture fixture({"jammy", "noble"});
        const auto before = call(fixture, {"--base", "jammy,noble", "--output", "json"});
        QVERIFY2(before.exitCode == 0, before.err.constData());
        for (const auto &image : imagesOf(before)) {
            QCOMPARE(image[u"state"].toString(), "missing");
            QVERIFY(image[u"image"].isNull());
        }
        const auto refreshed = call(fixture, {"refresh", "--base", "jammy,noble", "--output", "json"});
        QVERIFY2(refreshed.exitCode == 0, refreshed.err.constData());
        QCOMPARE(imagesOf(refreshed).size(), 2);
        QVERIFY(imagesOf(refreshed)[1][u"uploaded"].toBool());

        const auto after = call(fixture, {"--base", "jammy,noble", "--output", "json"});
        for (const auto &image : imagesOf(after)) {
            QCOMPARE(image[u"state"].toString(), "current");
            QCOMPARE(image[u"image"][u"sha256"], image[u"upstream"][u"sha256"]);
            QCOMPARE(image[u"image"][u"disk_format"].toString(), "qcow2");
            QCOMPARE(image[u"upstream"][u"signature"][u"state"].toString(), "off");
        }
        QCOMPARE(call(fixture, {"--base", "jammy,noble"}).out.count("current"), 2);

        const auto first = fixture.cloud().requests().size();
        const auto again = call(fixture, {"refresh", "--base", "jammy,noble", "--output", "json"});
        QCOMPARE(again.exitCode, 0);
        QVERIFY(!imagesOf(again)[0][u"uploaded"].toBool());
        QCOMPARE(transfers(fixture, first), QStringList());
    }

    void aNewerOneOfAFolderAsMirrorIsStaleAndSignedByWhomItSays()
    {
        DeliveryFixture fixture;
        MirrorFixture mirror(QByteArray(1 << 20, 'b'));
        QVERIFY(QDir(mirror.file("noble")).mkpath("current/unpacked"));
        mirror.overwrite("noble/current/unpacked/build-info.txt", "serial=20260101\n");
        const auto call = [&](const QStringList &verb) {
            return fixture.program().run(QStringList{"--os-cloud", "builder", "base-images"} + verb +
                                         QStringList{"--arch", "x64", "--base", "24.04", "--prefix", "ci", "--mirror",
                                                     mirror.folder(), "--image-keyring", mirror.keyring(), "--output",
                                                     "json"});
        };
        const auto refreshed = call({"refresh"});
        QVERIFY2(refreshed.exitCode == 0, refreshed.err.constData());
        QCOMPARE(imagesOf(refreshed)[0][u"serial"].toString(), "20260101");
        mirror.publish(QByteArray(1 << 20, 'c'));
        mirror.overwrite("noble/current/unpacked/build-info.txt", "serial=20260201\n");
        const auto image = imagesOf(call({})).first();
        QCOMPARE(image[u"state"].toString(), "stale");
        QCOMPARE(image[u"image"][u"serial"].toString(), "20260101");
        QCOMPARE(image[u"image"][u"disk_format"].toString(), "raw");
        const auto signature = image[u"upstream"][u"signature"];
        QCOMPARE(image[u"upstream"][u"serial"].toString(), "20260201");
        QCOMPARE(signature[u"state"].toString(), "good");
        QCOMPARE(signature[u"user_id"].toString(), "imagebuilder test mirror");
        QCOMPARE(image[u"image"][u"signed_by"], signature[u"key"]);
    }

    void case17_aPinnedDateThatIsNotThereIsNoReasonToTakeAnother()
    {
        DeliveryFixture fixture;
        QCOMPARE(call(fixture, {"refresh", "--base", "noble"}).exitCode, 0);
        const MirrorFixture mirror(QByteArray(1 << 20, 'b'));
        QVERIFY(QDir(mirror.file("noble")).mkdir("20260101"));
        const auto pinned =
            call(fixture, {"refresh", "--base", "noble", "--mirror", mirror.folder(), "--base-image-date", "20260102"});
        QCOMPARE(pinned.exitCode, 5);
        QVERIFY2(pinned.out.contains("no release of 20260102; there are 20260101"), pinned.out.constData());
    }

    void oneThatFailsLeavesTheOthersAlone()
    {
        DeliveryFixture fixture({"jammy", "noble"});
        fixture.removeFromMirror("jammy");
        const auto refreshed = call(fixture, {"refresh", "--base", "jammy,noble", "--output", "json"});
        QCOMPARE(refreshed.exitCode, 5);
        const auto images = imagesOf(refreshed);
        QVERIFY(images[0][u"error"].isObject());
        QVERIFY(images[1][u"uploaded"].toBool());

        const auto listed = call(fixture, {"--base", "jammy,noble", "--output", "json"});
        QCOMPARE(listed.exitCode, 5);
        QCOMPARE(imagesOf(listed)[0][u"state"].toString(), "missing");
        QVERIFY(imagesOf(listed)[0][u"upstream"][u"error"].isObject());
        QCOMPARE(imagesOf(listed)[1][u"state"].toString(), "current");
    }

    void withoutAPlanAnArchitectureIsNeeded()
    {
        DeliveryFixture fixture;
        const auto ended = fixture.program().run({"--os-cloud", "builder", "base-images"});
        QCOMPARE(ended.exitCode, 3);
        QVERIFY2(ended.err.contains("--arch"), ended.err.constData());
    }

    void bothAnswersFollowTheirSchema()
    {
        DeliveryFixture fixture({"jammy", "noble"});
        fixture.removeFromMirror("jammy");
        for (const auto &verb : {QStringList(), QStringList{"refresh"}, QStringList()}) {
            const auto ended = call(fixture, verb + QStringList{"--base", "jammy,noble", "--output", "json"});
            QProcess python;
            python.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            python.start(
                "python3",
                {"-c",
                 "import json, jsonschema, sys\n"
                 "jsonschema.Draft202012Validator(json.load(open(sys.argv[1]))).validate(json.load(sys.stdin))",
                 IMAGEBUILDER_SOURCE_DIR "/resources/schemas/base-images.json"});
            python.write(ended.out);
            python.closeWriteChannel();
            QVERIFY(python.waitForFinished());
            QCOMPARE(python.exitCode(), 0);
        }
    }
};

IMAGEBUILDER_TEST(BaseImagesTest, "baseimages")
#include "baseimagestest.moc"
