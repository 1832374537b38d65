// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/mirror.h"
#include "support/program.h"
#include "support/simcloudprocess.h"
#include "support/testmain.h"

#include <QtCore/QRegularExpression>

using namespace imagebuilder::testing;

namespace {

constexpr qint64 mebibyte = 1024 * 1024;
constexpr qint64 imageSize = 2048 * mebibyte;

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
        const MirrorFixture mirror(QByteArray(mebibyte, 'b'));
        const QStringList consumers{QStringLiteral("web"), QStringLiteral("batch"), QStringLiteral("lab"),
                                    QStringLiteral("mobile")};
        QStringList arguments{"--time-scale", "200",           "--null-store", QString::number(imageSize),
                              "--mirror",     mirror.folder(), "--accounts",   "builder"};
        for (const auto &consumer : consumers)
            arguments << "--accounts" << consumer;
        const SimcloudProcess cloud(arguments);
        Program program(cloud.environment());
        QFile userData(program.path(QStringLiteral("user-data")));
        QVERIFY(userData.open(QIODevice::WriteOnly));
        userData.write("#!/bin/sh\n");
        userData.close();

        const auto run = program.start({"--os-cloud",
                                        "builder",
                                        "run",
                                        "ci-noble-x64",
                                        "--arch",
                                        "x64",
                                        "--mirror",
                                        cloud.url(QStringLiteral("/mirror")).toString(),
                                        "--image-keyring",
                                        mirror.keyring(),
                                        "--ssh-user",
                                        cloud.sshUser(),
                                        "--ssh-port",
                                        QString::number(cloud.sshPort()),
                                        "--user-data",
                                        userData.fileName(),
                                        "--upload-clouds",
                                        consumers.join(u','),
                                        "--ring-mib",
                                        "16"});
        qint64 most = 0;
        while (!run->waitForFinished(20) && run->error() == QProcess::Timedout)
            most = std::max(most, mostResident(run->processId()));
        const auto ended = Program::wait(*run);
        QVERIFY2(ended.exitCode == 0, ended.err.constData());

        int copies = 0;
        for (const auto &entry : cloud.state().value("images").toArray()) {
            const auto image = entry.toObject();
            if (image.value("name") != QStringLiteral("ci-noble-x64"))
                continue;
            const bool isSnapshot = image.value("uploads").toInt() == 0;
            QCOMPARE(image.value("size").toInteger(), imageSize);
            QCOMPARE(image.value("bytes_read").toInteger(), isSnapshot ? imageSize : 0);
            QCOMPARE(image.value("bytes_written").toInteger(), isSnapshot ? 0 : imageSize);
            copies += isSnapshot ? 0 : 1;
        }
        QCOMPARE(copies, consumers.size());
        qInfo("%lld MiB at most", most / mebibyte);
        QVERIFY(most > 0);
        QVERIFY2(most < 64 * mebibyte, qPrintable(QStringLiteral("%1 MiB").arg(most / mebibyte)));
    }
};

IMAGEBUILDER_TEST(MemoryTest, "memory")

#include "memorytest.moc"
