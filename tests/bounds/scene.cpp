// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "bounds/scene.h"

namespace imagebuilder::testing {

namespace {

const QString imageName = QStringLiteral("ci-noble-x64");
constexpr qsizetype baseImageSize = 1024LL * 1024;

QStringList cloudArguments(const QString &mirror, const QStringList &consumers, qint64 imageSize)
{
    QStringList arguments{"--time-scale", "200",  "--null-store", QString::number(imageSize),
                          "--mirror",     mirror, "--accounts",   "builder"};
    for (const auto &consumer : consumers)
        arguments << "--accounts" << consumer;
    return arguments;
}

} // namespace

Scene::Scene(const QStringList &consumers, qint64 imageSize)
    : m_mirror(QByteArray(baseImageSize, 'b')), m_cloud(cloudArguments(m_mirror.folder(), consumers, imageSize)),
      m_program(m_cloud.environment())
{
    QFile userData(m_program.path(QStringLiteral("user-data")));
    if (!userData.open(QIODevice::WriteOnly) || userData.write("#!/bin/sh\n") <= 0)
        qFatal("cannot write %s", qPrintable(userData.fileName()));
}

std::unique_ptr<QProcess> Scene::startBuild(const QStringList &consumers) const
{
    return m_program.start({"--os-cloud",
                            "builder",
                            "run",
                            imageName,
                            "--arch",
                            "x64",
                            "--mirror",
                            m_cloud.url(QStringLiteral("/mirror")).toString(),
                            "--image-keyring",
                            m_mirror.keyring(),
                            "--ssh-user",
                            m_cloud.sshUser(),
                            "--ssh-port",
                            QString::number(m_cloud.sshPort()),
                            "--user-data",
                            m_program.path(QStringLiteral("user-data")),
                            "--upload-clouds",
                            consumers.join(u','),
                            "--ring-mib",
                            "16"});
}

QList<QJsonObject> Scene::builtImages(bool uploaded) const
{
    QList<QJsonObject> found;
    for (const auto &entry : m_cloud.state().value("images").toArray())
        if (entry[u"name"] == imageName &&
            entry[u"properties"].toObject().contains("imagebuilder:consumer") == uploaded)
            found << entry.toObject();
    return found;
}

} // namespace imagebuilder::testing
