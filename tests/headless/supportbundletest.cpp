// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "schemas.h"
#include "support/testmain.h"

#include <QtCore/QDirIterator>

using namespace imagebuilder::testing;

class SupportBundleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsWhatHelpsAndNoSecret_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("tar") << "bundle.tar.xz";
        QTest::newRow("zip") << "bundle.zip";
    }

    void holdsWhatHelpsAndNoSecret()
    {
        QFETCH(const QString, name);
        DeliveryFixture fixture;
        auto &program = fixture.program();
        // Secrets of the script and of a cloud, which something printed into a log. Tokens begin with gAAAAA.
        program.setVariable(QStringLiteral("IMAGE_BUILDER_SECRET_TOKEN"), QStringLiteral("s3cr3t-of-the-script"));
        const auto clouds = withPassword(fixture, "p4ssw0rd-of-batch");
        QVERIFY(!clouds.isEmpty());
        program.setVariable(QStringLiteral("OS_CLIENT_CONFIG_FILE"), clouds);
        QVERIFY(fixture.build({"--upload-clouds", "web"}).exitCode == 0);
        QFile log(program.path(QStringLiteral("logs/info.log")));
        QVERIFY(log.open(QIODevice::Append));
        log.write("a tool said s3cr3t-of-the-script and p4ssw0rd-of-batch\n");
        log.close();

        const auto file = program.path(name);
        const auto ended = program.run({"support-bundle", file, "--output", "json"});
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        QCOMPARE(checkedBySchema(QStringLiteral("support-bundle"), ended.json()), QString());
        QVERIFY(!(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther)));
        const auto content = unpacked(file);
        for (const auto *part : {"versions.json", "clouds.json", "journal.json", "doctor.txt", "logs/info.log"})
            QVERIFY2(content.contains(QString::fromLatin1(part)), part);
        const auto all = QByteArrayList(content.values()).join('\n');
        QVERIFY(all.contains("ci-noble-x64") && all.contains("a tool said") && all.contains("auth_url"));
        for (const auto *secret : {"s3cr3t-of-the-script", "p4ssw0rd-of-batch", "gAAAAA"})
            QVERIFY2(!all.contains(secret), secret);
    }

    void anotherEndingIsAUsageError()
    {
        DeliveryFixture fixture;
        QCOMPARE(fixture.program().run({"support-bundle", "bundle.rar"}).exitCode, 2);
    }

private:
    /// A clouds.yaml with another password of batch's, whose login then fails; the build leaves it out.
    static QString withPassword(DeliveryFixture &fixture, const QByteArray &password)
    {
        QFile clouds(fixture.cloud().cloudsYaml());
        if (!clouds.open(QIODevice::ReadOnly))
            return {};
        auto text = clouds.readAll();
        const auto at = text.indexOf("password: \"", text.indexOf("  batch:")) + 11;
        text.replace(at, text.indexOf('"', at) - at, password);
        QFile file(fixture.program().path(QStringLiteral("clouds.yaml")));
        return file.open(QIODevice::WriteOnly) && file.write(text) > 0 ? file.fileName() : QString();
    }

    /// Python judges the archive, not the library that made it.
    static QMap<QString, QByteArray> unpacked(const QString &file)
    {
        const QTemporaryDir folder;
        QProcess python;
        python.start("python3", {"-c", "import shutil, sys; shutil.unpack_archive(sys.argv[1], sys.argv[2])", file,
                                 folder.path()});
        python.waitForFinished();
        QMap<QString, QByteArray> content;
        QDirIterator files(folder.path(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile each(files.next());
            if (each.open(QIODevice::ReadOnly))
                content.insert(QDir(folder.path()).relativeFilePath(each.fileName()), each.readAll());
        }
        return content;
    }
};

IMAGEBUILDER_TEST(SupportBundleTest, "supportbundle")
#include "supportbundletest.moc"
