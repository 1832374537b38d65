// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "bytes.h"
#include "contractclouds.h"
#include "http/digest.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::openstack;
using testing::BytesSink;
using testing::BytesSource;
using testing::must;

/// Image records, their bytes, and who sees them.
class ImageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytesComeBackAsTheyWentAndGlanceNamesTheirDigest()
    {
        const auto bytes = QByteArray("some bytes ").repeated(5000);
        const auto id = uploaded(QStringLiteral("bytes"), bytes);
        const auto image = must(QCoro::waitFor(images().image(id, {})));
        QCOMPARE(image.status, QStringLiteral("active"));
        QCOMPARE(image.size, qint64(bytes.size()));
        QCOMPARE(image.diskFormat, QStringLiteral("raw"));
        QCOMPARE(image.minDiskGiB, 3);
        QCOMPARE(image.properties.value(QStringLiteral("imagebuilder:build")), QStringLiteral("0123456789ab"));
        http::Digest digest(http::Digest::named(image.hashAlgo).value());
        digest.update(bytes);
        QCOMPARE(image.hashValue, QString::fromLatin1(digest.hex()));

        auto sink = std::make_shared<BytesSink>();
        must(QCoro::waitFor(images().download(id, sink, {})));
        QVERIFY(sink->bytes == bytes);
        must(QCoro::waitFor(images().remove(id, {})));
    }

    void aQueuedImageHasNoBytesYet()
    {
        const auto id = queued(QStringLiteral("queued"));
        const auto image = must(QCoro::waitFor(images().image(id, {})));
        QCOMPARE(image.status, QStringLiteral("queued"));
        QCOMPARE(image.size, qint64(0));
        const auto refused = QCoro::waitFor(images().download(id, std::make_shared<BytesSink>(), {}));
        must(QCoro::waitFor(images().remove(id, {})));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind(), ErrorKind::Conflict);
    }

    void bytesCannotBeSentTwice()
    {
        const auto id = uploaded(QStringLiteral("twice"), "once");
        auto again = std::make_shared<BytesSource>("again");
        const auto refused = QCoro::waitFor(images().upload(id, again, 5, {}));
        must(QCoro::waitFor(images().remove(id, {})));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind(), ErrorKind::Conflict);
    }

    void case04_aNameIsTakenLiterallyAndThePropertyFilterWorks()
    {
        const auto odd = uploaded(QStringLiteral("odd[*]?"), "x");
        const auto plain = uploaded(QStringLiteral("odd"), "x");
        const auto found =
            must(QCoro::waitFor(images().images({.name = m_clouds.unique(QStringLiteral("odd[*]?"))}, {})));
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().id, odd);
        must(QCoro::waitFor(
            images().setProperties(plain, {{QStringLiteral("imagebuilder:state"), m_clouds.unique({})}}, {})));
        const auto marked = must(QCoro::waitFor(
            images().images({.properties = {{QStringLiteral("imagebuilder:state"), m_clouds.unique({})}}}, {})));
        QCOMPARE(marked.size(), 1);
        QCOMPARE(marked.first().id, plain);
        must(QCoro::waitFor(images().remove(odd, {})));
        must(QCoro::waitFor(images().remove(plain, {})));
    }

    void theNewestComesFirst()
    {
        const auto name = QStringLiteral("order");
        const auto older = uploaded(name, "1");
        QTest::qWait(1100); // Glance's times are whole seconds
        const auto newer = uploaded(name, "2");
        const auto found = must(QCoro::waitFor(images().images({.name = m_clouds.unique(name)}, {})));
        must(QCoro::waitFor(images().remove(older, {})));
        must(QCoro::waitFor(images().remove(newer, {})));
        QCOMPARE(found.size(), 2);
        QCOMPARE(found.first().id, newer);
    }

    void anotherProjectsImageIsNotFoundUntilItIsShared()
    {
        const auto id = uploaded(QStringLiteral("shared"), "share me");
        auto &theirs = m_clouds.consumer().images();
        const auto hidden = QCoro::waitFor(theirs.image(id, {}));
        QVERIFY(!hidden);
        QCOMPARE(hidden.error().kind(), ErrorKind::NotFound);

        const auto project = must(QCoro::waitFor(m_clouds.consumer().session().projectId({})));
        must(QCoro::waitFor(images().setVisibility(id, QStringLiteral("shared"), {})));
        must(QCoro::waitFor(images().addMember(id, project, {})));
        must(QCoro::waitFor(theirs.acceptMember(id, project, {})));
        QCOMPARE(must(QCoro::waitFor(theirs.image(id, {}))).status, QStringLiteral("active"));

        const auto foreign = QCoro::waitFor(theirs.remove(id, {}));
        QVERIFY(!foreign);
        QCOMPARE(foreign.error().kind(), ErrorKind::Auth);
        must(QCoro::waitFor(images().remove(id, {})));
    }

    void aPrivateImageHasNoMembersUntilItIsMadeShared()
    {
        const auto id = uploaded(QStringLiteral("private"), "x");
        const auto project = must(QCoro::waitFor(m_clouds.consumer().session().projectId({})));
        must(QCoro::waitFor(images().setVisibility(id, QStringLiteral("private"), {})));
        const auto refused = QCoro::waitFor(images().addMember(id, project, {}));
        const auto unlisted = QCoro::waitFor(images().members(id, {}));
        must(QCoro::waitFor(images().setVisibility(id, QStringLiteral("shared"), {})));
        must(QCoro::waitFor(images().addMember(id, project, {})));
        must(QCoro::waitFor(images().addMember(id, project, {}))); // once more is no error
        const auto members = must(QCoro::waitFor(images().members(id, {})));
        must(QCoro::waitFor(images().remove(id, {})));
        QVERIFY(!refused);
        QCOMPARE(refused.error().httpStatus(), 403);
        QVERIFY(!unlisted);
        QCOMPARE(unlisted.error().kind(), ErrorKind::Auth);
        QCOMPARE(members.size(), 1);
        QCOMPARE(members.first().projectId, project);
        QCOMPARE(members.first().status, QStringLiteral("pending"));
    }

    void aMemberListsWhatItAcceptedUntilTheShareIsTakenBack()
    {
        const auto name = QStringLiteral("listed");
        const auto id = uploaded(name, "x");
        auto &theirs = m_clouds.consumer().images();
        const auto project = must(QCoro::waitFor(m_clouds.consumer().session().projectId({})));
        const auto listed = [&] {
            return must(QCoro::waitFor(theirs.images({.name = m_clouds.unique(name)}, {}))).size();
        };
        must(QCoro::waitFor(images().setVisibility(id, QStringLiteral("shared"), {})));
        must(QCoro::waitFor(images().addMember(id, project, {})));
        const auto byOwner = QCoro::waitFor(images().acceptMember(id, project, {}));
        const auto pending = listed();
        must(QCoro::waitFor(theirs.acceptMember(id, project, {})));
        const auto accepted = listed();
        const auto foreign = QCoro::waitFor(theirs.setProperties(id, {{QStringLiteral("x"), QStringLiteral("y")}}, {}));
        must(QCoro::waitFor(images().removeMember(id, project, {})));
        must(QCoro::waitFor(images().removeMember(id, project, {}))); // CASES 22
        const auto after = QCoro::waitFor(theirs.image(id, {}));
        must(QCoro::waitFor(images().remove(id, {})));
        QVERIFY(!byOwner); // accepting is the member's own
        QCOMPARE(byOwner.error().httpStatus(), 403);
        QCOMPARE(pending, 0);
        QCOMPARE(accepted, 1);
        QVERIFY(!foreign);
        QCOMPARE(foreign.error().kind(), ErrorKind::Auth);
        QVERIFY(!after);
        QCOMPARE(after.error().kind(), ErrorKind::NotFound);
    }

    void case22_deletingAnImageThatIsGoneIsNoError()
    {
        const auto id = queued(QStringLiteral("gone"));
        must(QCoro::waitFor(images().remove(id, {})));
        must(QCoro::waitFor(images().remove(id, {})));
    }

    void membersMayNotMakeImagesPublic()
    {
        const auto id = queued(QStringLiteral("public"));
        const auto refused = QCoro::waitFor(images().setVisibility(id, QStringLiteral("public"), {}));
        must(QCoro::waitFor(images().remove(id, {})));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind(), ErrorKind::Auth);
    }

private:
    ImageClient &images() { return m_clouds.builder().images(); }

    QString queued(const QString &name)
    {
        const ImageRequest request{
            .name = m_clouds.unique(name),
            .diskFormat = QStringLiteral("raw"),
            .minDiskGiB = 3,
            .properties = {{QStringLiteral("imagebuilder:build"), QStringLiteral("0123456789ab")}}};
        return must(QCoro::waitFor(images().create(request, {}))).id;
    }

    QString uploaded(const QString &name, const QByteArray &bytes)
    {
        const auto id = queued(name);
        must(QCoro::waitFor(images().upload(id, std::make_shared<BytesSource>(bytes), bytes.size(), {})));
        return id;
    }

    testing::ContractClouds m_clouds;
};

IMAGEBUILDER_TEST(ImageTest, "image")
#include "imagetest.moc"
