// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "buildfixture.h"
#include "support/httpserver.h"
#include "support/testmain.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QProcess>

using namespace imagebuilder;
using namespace imagebuilder::testing;

namespace {

/// What GitHub offers as a runner, as far as the image script looks.
QByteArray runnerArchive()
{
    const QTemporaryDir folder;
    QFile(folder.filePath(QStringLiteral("run.sh"))).open(QIODevice::WriteOnly);
    QProcess tar;
    tar.start(QStringLiteral("tar"),
              {QStringLiteral("-czf"), QStringLiteral("-"), QStringLiteral("-C"), folder.path(), QStringLiteral(".")});
    tar.waitForFinished();
    return tar.readAllStandardOutput();
}

} // namespace

/// Builds of our own image script, whose runner comes from a mirror.
class ContentTest : public QObject
{
    Q_OBJECT

    BuildFixture m_fixture;
    const QByteArray m_archive = runnerArchive();
    HttpServer m_mirror{[this](const HttpRequest &request) {
        const bool there =
            request.target.contains("/releases/download/v2.330.0/actions-runner-linux-x64-2.330.0.tar.gz");
        return HttpAnswer{.status = there ? 200 : 404, .body = there ? m_archive : QByteArray("no")};
    }};

    build::Request request(const BuildSite &site, const QString &version, const QByteArray &digest) const
    {
        auto request = site.request();
        request.userData.clear();
        request.runnerVersion = version;
        request.runnerSha256[QString()] = digest;
        request.content.urls[QStringLiteral("runner")] = m_mirror.url(QStringLiteral("/releases"));
        request.content.snaps = false;
        return request;
    }

    Result<build::Outcome> run(BuildSite &site, const build::Request &request) const
    {
        return QCoro::waitFor(build::runBuild(site.site(), request, QStringLiteral("manual"), std::nullopt, {}));
    }

private Q_SLOTS:
    void case15_theErrorShowsTheStepThatFailedAndWhatItSaid_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("no such archive") << "2.331.0" << QByteArray("error: 404");
        QTest::newRow("another digest") << "2.330.0" << QByteArray("it should be " + QByteArray(64, '0'));
    }
    void case15_theErrorShowsTheStepThatFailedAndWhatItSaid()
    {
        QFETCH(const QString, version);
        QFETCH(const QByteArray, said);
        BuildSite site(m_fixture.place(), {});
        const auto outcome = run(site, request(site, version, QByteArray(64, '0')));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind(), ErrorKind::Script);
        const auto text = outcome.error().message();
        QVERIFY2(text.contains(u"at step runner, which said:\n"), qPrintable(text));
        QVERIFY2(text.contains(QString::fromUtf8(said)), qPrintable(text));
        QVERIFY2(!text.contains(u"step users"), qPrintable(text));
        QVERIFY(m_fixture.nothingLeft());
    }

    void whatIsLeftOutOrNotVerifiedStandsInManifestAndRecord()
    {
        BuildSite site(m_fixture.place(), {});
        const auto outcome = run(site, request(site, QStringLiteral("2.330.0"), {}));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        const auto all = site.events().join(u'\n');
        for (const auto &text :
             {QStringLiteral("runner archive not verified"), QStringLiteral("left out: yq"),
              QString::fromLatin1(QCryptographicHash::hash(m_archive, QCryptographicHash::Sha256).toHex())})
            QVERIFY2(all.contains(text), qPrintable(text + u'\n' + all));
        QStringList warnings;
        QStringList leftOut;
        const auto steps = *site.journal().steps(outcome->build);
        for (const auto &step : steps) {
            warnings << step.data.value(u"warnings").toVariant().toStringList();
            leftOut << step.data.value(u"left-out").toVariant().toStringList();
        }
        QCOMPARE(warnings, QStringList({"runner archive not verified"}));
        QCOMPARE(leftOut, QStringList({"aproxy", "opentelemetry-collector", "yq"}));
    }
};

IMAGEBUILDER_TEST(ContentTest, "content")
#include "contenttest.moc"
