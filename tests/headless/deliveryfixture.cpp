// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>

using namespace imagebuilder::testing;

DeliveryFixture::DeliveryFixture(const QStringList &releases)
{
    for (const auto &release : releases)
        addToMirror(release);
    m_cloud =
        std::make_unique<SimcloudProcess>(QStringList{"--time-scale", "200", "--mirror", m_mirror.path(), "--accounts",
                                                      "builder:ci", "--accounts", "web:ci", "--accounts", "batch:ci"});
    m_program = std::make_unique<Program>(m_cloud->environment());
    m_program->setVariable(QStringLiteral("IMAGEBUILDER_MIRROR"), m_cloud->url(QStringLiteral("/mirror")).toString());
    m_program->setVariable(QStringLiteral("IMAGEBUILDER_SSH_USER"), m_cloud->sshUser());
    m_program->setVariable(QStringLiteral("IMAGEBUILDER_SSH_PORT"), QString::number(m_cloud->sshPort()));
}

void DeliveryFixture::removeFromMirror(const QString &release) const
{
    QDir(m_mirror.filePath(release)).removeRecursively();
}

void DeliveryFixture::addToMirror(const QString &release, const QByteArray &content) const
{
    // The head of a qcow2: magic, version 3, no backing file, clusters of 64 KiB, 2 GiB.
    const auto head = QByteArray::fromHex("514649fb00000003000000000000000000000000000000100000000080000000");
    const QByteArray image = head + content.repeated(1024LL * 1024 / content.size());
    const auto folder = m_mirror.filePath(release + QStringLiteral("/current/"));
    const auto name = release + QStringLiteral("-server-cloudimg-amd64.img");
    QDir().mkpath(folder);
    QFile file(folder + name);
    QFile sums(folder + QStringLiteral("SHA256SUMS"));
    if (!file.open(QIODevice::WriteOnly) || !sums.open(QIODevice::WriteOnly))
        qFatal("no mirror could be written");
    file.write(image);
    sums.write(QCryptographicHash::hash(image, QCryptographicHash::Sha256).toHex() + " *" + name.toUtf8() + '\n');
}

Ended DeliveryFixture::init() const
{
    return m_program->run({"--os-cloud", "builder", "init", "--arch", "x64", "--prefix", "ci", "-b", "noble",
                           "--image-signature", "off", "--output", "json"});
}

QStringList DeliveryFixture::buildArguments(const QStringList &more, const QStringList &before) const
{
    return before + QStringList{"--os-cloud", "builder",  "run", "ci-noble-x64",      "--arch",
                                "X64",        "--prefix", "ci",  "--image-signature", "off"} +
           more;
}

QString DeliveryFixture::serve(const QString &name, const QByteArray &content) const
{
    QFile file(m_mirror.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("%s could not be written", qPrintable(file.fileName()));
    return m_cloud->url(QStringLiteral("/mirror/") + name).toString();
}

Ended DeliveryFixture::build(const QStringList &more, const QStringList &before) const
{
    return m_program->run(buildArguments(more, before));
}

void DeliveryFixture::interrupt(const QStringList &arguments, const QJsonObject &request) const
{
    const auto hold = m_cloud->addHold(request);
    const auto process = m_program->start(arguments);
    if (m_cloud->waitUntilHeld(hold).isEmpty())
        qFatal("it never came to this request: %s", process->readAllStandardError().constData());
    process->kill();
    process->waitForFinished();
    m_cloud->release(hold, true);
}
