// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/manifesttext.h"

#include "support/testmain.h"

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>

using namespace imagebuilder;

/// From what a VM answers to what a person reads.
class ManifestTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDiffReadsAsOnPaper()
    {
        const auto diff = app::differences(taken("aaaaaaaaaaaa", "before", 1024), taken("bbbbbbbbbbbb", "after", 1536));
        QCOMPARE(QString::fromUtf8(headless::diffAnswer(diff).text), QString::fromUtf8(fixture("diff.txt")));
    }

    void theSameIsNoDifference()
    {
        const auto one = taken("aaaaaaaaaaaa", "before", 1);
        QVERIFY(headless::diffAnswer(app::differences(one, one)).text.endsWith("They hold the same.\n"));
    }

    void aManifestComesBackAsItWasWritten()
    {
        const auto one = taken("bbbbbbbbbbbb", "after", 7);
        const auto json = build::toJson(one);
        const auto read = build::parseManifest(QJsonDocument(json).toJson());
        QVERIFY(read);
        QCOMPARE(build::toJson(*read), json);
        QCOMPARE(read->notes, QStringList("runner archive not verified"));
        QCOMPARE(read->packages.size(), 9);
        QVERIFY(!build::parseManifest("deb jq 1.7\n"));
    }

private:
    static QByteArray fixture(const QString &name)
    {
        QFile file(QStringLiteral(IMAGEBUILDER_FIXTURES "/manifest/") + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static build::Manifest taken(const QString &build, const QString &lines, qint64 mebibytes)
    {
        build::Manifest manifest{.build = build, .size = mebibytes * 1024 * 1024};
        build::readSoftware(fixture(lines + ".lines"), manifest);
        return manifest;
    }
};

IMAGEBUILDER_TEST(ManifestTextTest, "manifesttext")
#include "manifesttexttest.moc"
