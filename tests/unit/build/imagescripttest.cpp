// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/userdata.h"
#include "content.h"
#include "support/testmain.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

using namespace imagebuilder;
using namespace imagebuilder::build;
using imagebuilder::testing::contentOf;

namespace {

const auto fixtures = QStringLiteral(IMAGEBUILDER_FIXTURES "/imagescript/");

bool put(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly) && file.write(content) >= 0;
}

/// The image script as it stands in the user-data's last part.
QByteArray scriptOf(const QByteArray &userData)
{
    const auto start = userData.indexOf("#!/bin/bash");
    return userData.mid(start, userData.lastIndexOf("\n--==imagebuilder==--") - start);
}

} // namespace

/// Runs the image script from its first line to its last, in a root whose programs only note how they were called.
class ImageScriptTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_disk;

    QString onDisk(const QString &path) const { return m_disk->filePath(path); }

    QByteArray run(const QByteArray &script, const QByteArray &native)
    {
        m_disk = std::make_unique<QTemporaryDir>();
        put(onDisk(QStringLiteral("script")), script);
        put(onDisk(QStringLiteral("native")), native + '\n');
        put(onDisk(QStringLiteral("log")), {});
        put(onDisk(QStringLiteral("etc/apt/sources.list.d/ubuntu.sources")), "Types: deb\nSuites: noble\n");
        for (const auto *folder : {u"etc/cloud/cloud.cfg.d", u"etc/sysctl.d", u"home/ubuntu", u"standin", u"snap/bin"})
            QDir().mkpath(onDisk(QString(folder)));
        auto programs =
            QStringLiteral("apt-get snap dpkg systemctl hostnamectl sysctl npm curl git useradd usermod groupadd "
                           "loginctl runuser chown chmod add-apt-repository ip ss tar yq id mktemp")
                .split(u' ');
        if (!script.contains("\nbase='focal'\n")) // has it only once it is installed
            programs << QStringLiteral("nft");
        for (const auto &program : programs)
            QFile::copy(fixtures + QStringLiteral("standin.sh"), onDisk(QStringLiteral("standin/") + program));
        QFile::copy(fixtures + QStringLiteral("standin.sh"), onDisk(QStringLiteral("snap/bin/go")));

        QProcess bwrap;
        bwrap.setProcessChannelMode(QProcess::MergedChannels);
        const QString arguments =
            QStringLiteral("--bind %1 / --ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib "
                           "--symlink usr/lib64 /lib64 --dev /dev --tmpfs /tmp --unshare-user-try "
                           "--clearenv --setenv PATH /standin:/usr/bin bash /script");
        bwrap.start(QStringLiteral("bwrap"), arguments.arg(m_disk->path()).split(u' '));
        bwrap.waitForFinished();
        return bwrap.exitCode() == 0 ? contentOf(onDisk(QStringLiteral("log"))) : bwrap.readAll();
    }

private Q_SLOTS:
    void theProgramsAreCalledAsTheContractSays_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("arch");
        QTest::addColumn<QString>("proxy");
        QTest::addColumn<QByteArray>("native");
        QTest::newRow("noble-x64") << "noble" << "x64" << "" << QByteArray("amd64");
        QTest::newRow("focal-x64-proxy") << "focal" << "x64" << "proxy.example:3128" << QByteArray("amd64");
        QTest::newRow("jammy-s390x") << "jammy" << "s390x" << "" << QByteArray("s390x");
        QTest::newRow("resolute-arm") << "resolute" << "arm" << "" << QByteArray("arm64");
    }
    void theProgramsAreCalledAsTheContractSays()
    {
        QFETCH(const QString, base);
        QFETCH(const QString, arch);
        QFETCH(const QString, proxy);
        QFETCH(const QByteArray, native);
        Request request;
        request.release.codename = base;
        request.arch.name = arch;
        request.proxy = proxy;
        const auto userData = renderUserData(request);
        QVERIFY(userData);
        const auto log = run(scriptOf(*userData), native);
        const auto golden = fixtures + QString::fromUtf8(QTest::currentDataTag()) + QStringLiteral(".calls");
        QVERIFY2(log == contentOf(golden), log.constData());
    }

    void armhfPackagesComeFromThePortsArchiveAlone()
    {
        Request request;
        request.release.codename = QStringLiteral("noble");
        request.arch.name = QStringLiteral("arm");
        run(scriptOf(renderUserData(request).value_or(QByteArray())), "arm64");
        const auto sources = QStringLiteral("etc/apt/sources.list.d/");
        QCOMPARE(contentOf(onDisk(sources + QStringLiteral("ubuntu.sources"))),
                 "Types: deb\nArchitectures: arm64\nSuites: noble\n");
        const auto ports = contentOf(onDisk(sources + QStringLiteral("armhf-ports.sources")));
        QVERIFY(ports.contains("\nSuites: noble noble-updates noble-security\n"));
        QVERIFY(ports.contains("\nComponents: main restricted universe multiverse\nArchitectures: armhf\n"));
        QCOMPARE(contentOf(onDisk(QStringLiteral("etc/cloud/cloud.cfg.d/99-armhf-preserve-apt-sources.cfg"))),
                 "apt: {preserve_sources_list: true}\n");
    }

    void bothNamesOfTheUserShareOneHome()
    {
        Request request;
        request.release.codename = QStringLiteral("noble");
        request.arch.name = QStringLiteral("x64");
        run(scriptOf(renderUserData(request).value_or(QByteArray())), "amd64");
        QCOMPARE(QFileInfo(onDisk(QStringLiteral("home/runner"))).symLinkTarget(), QStringLiteral("/home/ubuntu"));
        QVERIFY(contentOf(onDisk(QStringLiteral("home/ubuntu/.profile"))).contains("PATH=$PATH:$HOME/.local/bin\n"));
        QVERIFY(contentOf(onDisk(QStringLiteral("home/ubuntu/.bashrc"))).contains("PATH=$PATH:$HOME/.local/bin\n"));
        QVERIFY(QFileInfo(onDisk(QStringLiteral("home/ubuntu/actions-runner"))).isDir());
    }
};

IMAGEBUILDER_TEST(ImageScriptTest, "imagescript")
#include "imagescripttest.moc"
