// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "bounds/scene.h"
#include "support/testmain.h"

#include <QtCore/QRegularExpression>

using namespace imagebuilder::testing;

namespace {

constexpr qint64 mebibyte = 1024LL * 1024;
constexpr qint64 imageSize = 2048LL * mebibyte;

/// The most memory that a process has had resident so far, in bytes; 0 once it has ended.
qint64 mostResident(qint64 processId)
{
    QFile status(QStringLiteral("/proc/%1/status").arg(processId));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    static const QRegularExpression line(QStringLiteral("VmHWM:\\s+(\\d+) kB"));
    return line.match(QString::fromLatin1(status.readAll())).captured(1).toLongLong() * 1024;
}

} // namespace

/// What an image of two gigabytes costs imagebuilderd.
class MemoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneReadFeedsFourConsumersIn64MiB()
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("sanitizers have memory of their own");
#endif
        const QStringList consumers{"web", "batch", "lab", "mobile"};
        const Scene scene(consumers, imageSize);
        const auto run = scene.startBuild(consumers);
        qint64 most = 0;
        while (!run->waitForFinished(20) && run->error() == QProcess::Timedout)
            most = std::max(most, mostResident(run->processId()));
        const auto ended = Program::wait(*run);
        QVERIFY2(ended.exitCode == 0, ended.err.constData());

        QCOMPARE(scene.snapshots().size(), 1);
        QCOMPARE(scene.snapshots().first().value("size").toInteger(), imageSize);
        QCOMPARE(scene.snapshots().first().value("bytes_read").toInteger(), imageSize);
        QCOMPARE(scene.copies().size(), consumers.size());
        for (const auto &copy : scene.copies())
            QCOMPARE(copy.value("bytes_written").toInteger(), imageSize);
        qInfo("%lld MiB at most", most / mebibyte);
        QVERIFY(most > 0);
        QVERIFY2(most < 64 * mebibyte, qPrintable(QStringLiteral("%1 MiB").arg(most / mebibyte)));
    }
};

IMAGEBUILDER_TEST(MemoryTest, "memory")

#include "memorytest.moc"
