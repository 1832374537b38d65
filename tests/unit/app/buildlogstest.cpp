// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/buildlogs.h"

#include "support/fakeclock.h"
#include "support/testmain.h"

#include <QtCore/QTemporaryDir>

using namespace imagebuilder;
using build::Event;

class BuildLogsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachBuildHasAFileOfItsOwn()
    {
        logs().write({.build = one, .step = QStringLiteral("boot"), .kind = Event::Kind::StepStarted});
        logs().write({.build = two, .step = QStringLiteral("boot"), .text = QStringLiteral("server 4711")});
        logs().write({.build = one,
                      .step = QStringLiteral("boot"),
                      .kind = Event::Kind::StepEnded,
                      .text = QStringLiteral("ok")});
        QCOMPARE(content(one),
                 QByteArray("2026-01-01T00:00:00Z boot: started\n2026-01-01T00:00:00Z boot: ended: ok\n"));
        QCOMPARE(content(two), QByteArray("2026-01-01T00:00:00Z boot: server 4711\n"));
    }

    void othersMayNotReadIt()
    {
        logs().write({.build = one, .text = QStringLiteral("x")});
        const auto mode = QFile::permissions(app::BuildLogs::path(folder(), one));
        QVERIFY(mode & QFile::ReadGroup);
        QVERIFY(!(mode & (QFile::ReadOther | QFile::WriteGroup)));
    }

    void aBuildsIdNeverLeavesTheFolder()
    {
        logs().write({.build = QStringLiteral("../escape"), .text = QStringLiteral("x")});
        logs().write({.text = QStringLiteral("of no build")});
        QVERIFY(!QFile::exists(m_folder->filePath(QStringLiteral("escape.log"))));
        QVERIFY(QDir(folder()).entryList(QDir::Files).isEmpty());
    }

    void theManifestHasAFileOfItsOwn()
    {
        const auto software = QStringLiteral("deb jq 1.7.1\nsnap aproxy 0.2 9\n");
        logs().write({.build = one, .kind = Event::Kind::Manifest, .text = software});
        QVERIFY(!QFile::exists(app::BuildLogs::path(folder(), one)));
        QFile manifest(app::BuildLogs::manifestPath(folder(), one));
        QVERIFY(manifest.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(manifest.readAll()), software);
        QVERIFY(!(manifest.permissions() & QFile::ReadOther));
    }

    void progressIsNotLogged()
    {
        logs().write({.build = one, .kind = Event::Kind::Progress, .done = 1, .total = 2});
        QVERIFY(!QFile::exists(app::BuildLogs::path(folder(), one)));
    }

    void aTextOfSeveralLinesCannotPassForEntries()
    {
        logs().write({.build = one,
                      .step = QStringLiteral("provision"),
                      .text = QStringLiteral("first\n2026-01-01T00:00:00Z seal: forged")});
        QCOMPARE(content(one),
                 QByteArray("2026-01-01T00:00:00Z provision: first\n    2026-01-01T00:00:00Z seal: forged\n"));
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_logs.emplace(folder(), m_clock);
    }

private:
    const QString one = QStringLiteral("0123456789ab");
    const QString two = QStringLiteral("ba9876543210");
    app::BuildLogs &logs() { return *m_logs; }
    QString folder() const { return m_folder->filePath(QStringLiteral("logs")); }
    QByteArray content(const QString &build) const
    {
        QFile file(app::BuildLogs::path(folder(), build));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    testing::FakeClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<app::BuildLogs> m_logs;
};

IMAGEBUILDER_TEST(BuildLogsTest, "buildlogs")
#include "buildlogstest.moc"
