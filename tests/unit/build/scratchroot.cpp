// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "scratchroot.h"

#include "build/userdata.h"
#include "content.h"

#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QProcess>

namespace imagebuilder::testing {

namespace {

const auto standin = QStringLiteral(IMAGEBUILDER_FIXTURES "/imagescript/standin.sh");

/// The image script as it stands in the user-data's last part.
QByteArray scriptOf(const QByteArray &userData)
{
    const auto head = userData.lastIndexOf("filename=\"50-imagebuilder-image\"");
    const auto start = userData.indexOf("\n\n", head) + 2;
    const auto body = userData.mid(start, userData.lastIndexOf("\n--==imagebuilder==") - start);
    const bool encoded = userData.mid(head, start - head).contains("base64");
    return encoded ? QByteArray::fromBase64(body) : body;
}

/// dpkg's name of an architecture.
QByteArray nativeOf(const QString &arch)
{
    const QMap<QString, QByteArray> names{
        {"x64", "amd64"}, {"arm64", "arm64"}, {"arm", "arm64"}, {"s390x", "s390x"}, {"ppc64le", "ppc64el"}};
    return names.value(arch, "amd64");
}

} // namespace

build::Request requestOf(const QString &base, const QString &arch)
{
    build::Request request;
    request.release.codename = base;
    request.arch.name = arch;
    return request;
}

ScratchRoot::ScratchRoot(build::Request request) : m_request(std::move(request))
{
    put(QStringLiteral("native"), nativeOf(m_request.arch.name) + '\n');
    put(QStringLiteral("failing"), "nothing\n");
    put(QStringLiteral("log"), {});
    const bool old = m_request.release.codename == u"focal" || m_request.release.codename == u"jammy";
    if (old)
        put(QStringLiteral("etc/apt/sources.list"), "deb http://archive.example/ubuntu jammy main\n");
    else
        put(QStringLiteral("etc/apt/sources.list.d/ubuntu.sources"),
            "Types: deb\nURIs: http://archive.example/ubuntu\nSuites: noble\n");
    for (const auto *folder : {u"etc/cloud/cloud.cfg.d", u"etc/apt/sources.list.d", u"etc/sysctl.d", u"home/ubuntu",
                               u"standin", u"snap/bin", u"run", u"var/lib/apt/lists"})
        QDir().mkpath(onDisk(QString(folder)));
    auto programs =
        QStringLiteral("apt-get snap dpkg systemctl hostnamectl sysctl npm curl git useradd usermod groupadd loginctl "
                       "runuser chown chmod add-apt-repository ip ss tar yq id mktemp sleep")
            .split(u' ');
    if (m_request.release.codename != u"focal") // has it only once it is installed
        programs << QStringLiteral("nft");
    for (const auto &program : std::as_const(programs))
        QFile::copy(standin, onDisk(QStringLiteral("standin/") + program));
    QFile::copy(standin, onDisk(QStringLiteral("snap/bin/go")));
}

void ScratchRoot::put(const QString &path, const QByteArray &content) const
{
    QFile file(onDisk(path));
    if (!QDir().mkpath(QFileInfo(file.fileName()).path()) || !file.open(QIODevice::WriteOnly) ||
        file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
}

ScratchRoot::Ended ScratchRoot::run() const
{
    const auto userData = build::renderUserData(m_request);
    if (!userData)
        return {.exitCode = -1, .output = userData.error().message().toUtf8()};
    put(QStringLiteral("script"), scriptOf(*userData));
    QProcess bwrap;
    bwrap.setProcessChannelMode(QProcess::MergedChannels);
    const auto arguments =
        QStringLiteral("--bind %1 / --ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib "
                       "--symlink usr/lib64 /lib64 --dev /dev --tmpfs /tmp --unshare-user-try --chdir / "
                       "--clearenv --setenv PATH /standin:/usr/bin bash /script");
    bwrap.start(QStringLiteral("bwrap"), arguments.arg(m_disk.path()).split(u' '));
    bwrap.waitForFinished();
    return {.exitCode = bwrap.exitCode(), .output = bwrap.readAll()};
}

QByteArrayList ScratchRoot::lines() const
{
    auto all = calls();
    all.replace(" -y -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 -o Dpkg::Options::=--force-confdef "
                "-o Dpkg::Options::=--force-confold",
                "");
    return all.split('\n');
}

QByteArray ScratchRoot::content(const QString &path) const
{
    return contentOf(onDisk(path));
}

QStringList ScratchRoot::filesWith(const QByteArray &bytes) const
{
    QStringList found;
    for (const auto *folder : {u"etc", u"home", u"root", u"usr", u"var"}) {
        QDirIterator files(onDisk(QString(folder)), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext())
            if (const auto file = files.next(); contentOf(file).contains(bytes) || file.toUtf8().contains(bytes))
                found << file;
    }
    return found;
}

} // namespace imagebuilder::testing
