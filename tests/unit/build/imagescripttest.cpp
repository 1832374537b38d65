// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"
#include "content.h"
#include "scratchroot.h"
#include "support/testmain.h"

#include <QtCore/QCryptographicHash>

using namespace imagebuilder;
using namespace imagebuilder::testing;

namespace {

const auto rightDigest = QCryptographicHash::hash("archive", QCryptographicHash::Sha256).toHex();
const auto facts = QStringLiteral("run/imagebuilder.facts");

} // namespace

/// The image script: its calls in their order, what it does when one fails, and the digest of the runner's archive.
class ImageScriptTest : public QObject
{
    Q_OBJECT

    static QByteArray release(const QByteArray &digest)
    {
        const QJsonObject other{{"name", "other"}, {"digest", "sha256:00"}};
        const QJsonObject old{{"name", "old"}, {"digest", QJsonValue()}};
        const QJsonObject ours{{"name", "actions-runner-linux-x64-2.330.0.tar.gz"},
                               {"digest", QString::fromLatin1(digest)}};
        return compactJson({{"assets", QJsonArray{other, old, ours}}});
    }

private Q_SLOTS:
    void theProgramsAreCalledAsTheContractSays_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("arch");
        QTest::addColumn<QString>("proxy");
        QTest::newRow("noble-x64") << "noble" << "x64" << "";
        QTest::newRow("focal-x64-proxy") << "focal" << "x64" << "proxy.example:3128";
        QTest::newRow("jammy-s390x") << "jammy" << "s390x" << "";
        QTest::newRow("resolute-arm") << "resolute" << "arm" << "";
    }
    void theProgramsAreCalledAsTheContractSays()
    {
        QFETCH(const QString, base);
        QFETCH(const QString, arch);
        QFETCH(const QString, proxy);
        auto request = requestOf(base, arch);
        request.proxy = proxy;
        const ScratchRoot root(request);
        const auto ended = root.run();
        QVERIFY2(ended.exitCode == 0, ended.output.constData());
        const auto golden = QStringLiteral(IMAGEBUILDER_FIXTURES "/imagescript/%1.calls")
                                .arg(QString::fromUtf8(QTest::currentDataTag()));
        if (qEnvironmentVariableIsSet("IMAGEBUILDER_WRITE_GOLDEN")) {
            QFile file(golden);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(root.calls()) > 0);
        }
        QVERIFY2(root.calls() == contentOf(golden), root.calls().constData());
    }

    void case15_anyProgramThatFailsEndsTheScriptAndItsStepIsNamed()
    {
        auto request = requestOf(QStringLiteral("noble"), QStringLiteral("x64"));
        request.proxy = QStringLiteral("proxy.example:3128");
        const ScratchRoot well(request);
        QCOMPARE(well.run().exitCode, 0);
        QStringList wentOn;
        int failed = 0;
        for (const auto &call : well.calls().split('\n')) {
            // Questions, whose answer may be no; an entry of a table of nft's; and the release, which may not say.
            const bool question = call.startsWith("id ") && !call.startsWith("id -");
            const auto program = QString::fromUtf8(call.split(' ').first());
            const bool isCall = program == u"go" || (!program.isEmpty() &&
                                                     QFile::exists(well.onDisk(QStringLiteral("standin/") + program)));
            if (question || !isCall || call.contains("/releases/tags/"))
                continue;
            const ScratchRoot root(request);
            root.put(QStringLiteral("failing"), call);
            const auto ended = root.run();
            const auto words = ended.output.trimmed().split('\n').last();
            if (ended.exitCode == 0 || !words.startsWith("imagebuilder: step ") || !words.endsWith(" failed"))
                wentOn << QString::fromUtf8(call + QByteArray(" → ") + words);
            ++failed;
        }
        QVERIFY(failed > 35);
        QCOMPARE(wentOn, QStringList());
    }

    void anArchiveIsWhatItsPinOrItsReleaseSays_data()
    {
        QTest::addColumn<QByteArray>("pin");
        QTest::addColumn<QByteArray>("released"); // empty: GitHub is not reached
        QTest::addColumn<bool>("installed");
        QTest::addColumn<bool>("verified");
        const QByteArray other(64, '0');
        const QByteArray none;
        QTest::newRow("pinned") << rightDigest << none << true << true;
        QTest::newRow("pinned, in capitals") << rightDigest.toUpper() << none << true << true;
        QTest::newRow("pinned otherwise") << other << release("sha256:" + rightDigest) << false << true;
        QTest::newRow("released") << none << release("sha256:" + rightDigest) << true << true;
        QTest::newRow("released otherwise") << none << release("sha256:" + other) << false << true;
        QTest::newRow("of another kind") << none << release("sha512:" + rightDigest) << true << false;
        QTest::newRow("no JSON") << none << QByteArray("<html>") << true << false;
        QTest::newRow("not reached") << none << none << true << false;
    }
    void anArchiveIsWhatItsPinOrItsReleaseSays()
    {
        QFETCH(const QByteArray, pin);
        QFETCH(const QByteArray, released);
        QFETCH(const bool, verified);
        auto request = requestOf(QStringLiteral("noble"), QStringLiteral("x64"));
        request.runnerSha256 = {{QStringLiteral("x64"), pin}, {QStringLiteral("arm64"), "of another"}};
        const ScratchRoot root(request);
        if (!released.isEmpty())
            root.put(QStringLiteral("release"), released);
        const auto ended = root.run();
        QTEST(ended.exitCode == 0, "installed");
        QTEST(root.calls().contains("\ntar "), "installed");
        QCOMPARE(ended.output.contains("imagebuilder: runner archive not verified"), !verified);
        const QByteArray note = verified ? QByteArray() : QByteArrayLiteral("note runner archive not verified\n");
        if (ended.exitCode == 0)
            QCOMPARE(root.content(facts), note + "runner-sha256 " + rightDigest + '\n');
        else
            QVERIFY2(ended.output.contains("step runner failed"), ended.output.constData());
    }

    void hostileValuesArriveAsTheyAreAndRunNothing_data()
    {
        QTest::addColumn<QString>("value");
        QTest::newRow("a shell's own") << QStringLiteral(
            "'\"$(>pwned)`>pwned`;>pwned\n>pwned\n&|>pwned ${IFS} \\ * %s!");
        QTest::newRow("an option") << QStringLiteral("--version");
        QTest::newRow("not ASCII") << QStringLiteral("ä€ ☃ \u202e ' #");
        QTest::newRow("our own marks") << QStringLiteral("# imagebuilder: values\n'\n--==imagebuilder==--");
    }
    void hostileValuesArriveAsTheyAreAndRunNothing()
    {
        QFETCH(const QString, value);
        const auto bytes = value.toUtf8();
        auto request = requestOf(QStringLiteral("noble"), value);
        request.proxy = value;
        QMap<QString, QByteArray> sent;
        for (const auto &name : build::ContentMirrors::sources().keys()) {
            request.content.urls[name] = QUrl(QStringLiteral("https://%1.example/").arg(name) + value);
            sent[name] = request.content.urls[name].toEncoded();
        }
        const ScratchRoot root(request);
        const auto ended = root.run();
        QVERIFY2(ended.exitCode == 0, ended.output.constData());
        const auto calls = root.calls();
        for (const auto &call :
             {"snap set system proxy.http=http://" + bytes + " proxy.https=http://" + bytes,
              "npm install --global --registry=" + sent["npm"] + " yarn",
              "git clone --quiet --depth 1 -- " + sent["yq"] + " /tmp/new/yq", "GOPROXY=" + sent["go"],
              "--url " + sent["runner"] + "/download/v2.330.0/actions-runner-linux-" + bytes + "-2"})
            QVERIFY2(calls.contains(call), call.constData());
        QVERIFY(root.content(QStringLiteral("sources")).contains("URIs: " + sent["apt"] + '\n'));
        QVERIFY(!QFile::exists(root.onDisk(QStringLiteral("pwned"))));
    }
    void hostileDigestsAndVersionsAreRefusedAndRunNothing()
    {
        for (const auto *value : {u"'$(>pwned)`>pwned`\n>pwned", u"--check", u"2$(>pwned)"}) {
            auto request = requestOf(QStringLiteral("noble"), QStringLiteral("x64"));
            request.runnerSha256[QString()] = QString(value).toUtf8();
            const ScratchRoot digest(request);
            QCOMPARE(digest.run().exitCode, 1);
            request.runnerVersion = QString(value);
            const ScratchRoot version(request);
            const auto ended = version.run();
            QCOMPARE(ended.exitCode, 1);
            QVERIFY(ended.output.contains("no runner version: " + QString(value).toUtf8()));
            for (const auto *root : {&digest, &version})
                QVERIFY(!QFile::exists(root->onDisk(QStringLiteral("pwned"))));
        }
    }
};

IMAGEBUILDER_TEST(ImageScriptTest, "imagescript")
#include "imagescripttest.moc"
