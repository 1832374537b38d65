// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "buildfixture.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonDocument>

namespace imagebuilder::testing {

BuildFixture::BuildFixture(const QStringList &arguments)
    : cloud(QStringList{"--time-scale", "50"} + arguments), m_mirror(QByteArray(1 << 20, 'b'))
{
}

BuildPlace BuildFixture::place() const
{
    return {.cloudsYaml = cloud.cloudsYaml(),
            .folder = m_folder.path(),
            .mirror = m_mirror.folder(),
            .sshUser = cloud.sshUser(),
            .sshPort = cloud.sshPort()};
}

BuildPlace BuildFixture::placeWith(const QJsonObject &wish) const
{
    auto place = this->place();
    place.wish = wish;
    return place;
}

QList<QJsonObject> BuildFixture::builtImages(const QString &project) const
{
    const auto state = cloud.state();
    QString owner;
    for (const auto &entry : state.value("projects").toArray())
        if (entry[u"name"] == project)
            owner = entry[u"id"].toString();
    QList<QJsonObject> found;
    for (const auto &entry : state.value("images").toArray())
        if (entry[u"owner"] == owner && entry[u"properties"].toObject().contains("imagebuilder:build"))
            found << entry.toObject();
    return found;
}

QString BuildFixture::plant(const QString &project, const QJsonObject &image, qint64 size) const
{
    const QJsonObject planted{{"project", project}, {"size", size}, {"image", image}};
    return cloud.steer("POST", QStringLiteral("images"), planted).value("id").toString();
}

QList<QJsonObject> BuildFixture::servers() const
{
    QList<QJsonObject> found;
    for (const auto &entry : cloud.state().value("servers").toArray())
        if (entry[u"status"] != QStringLiteral("DELETED"))
            found << entry.toObject();
    return found;
}

bool BuildFixture::nothingLeft() const
{
    const auto state = cloud.state();
    return servers().isEmpty() && state.value("floating_ips").toArray().isEmpty() &&
           state.value("volumes").toArray().isEmpty() && builtImages(QStringLiteral("builder")).isEmpty() &&
           builtImages(QStringLiteral("consumer")).isEmpty() && builtImages(QStringLiteral("consumer2")).isEmpty();
}

BuildProcess::BuildProcess(const BuildPlace &place, const QStringList &consumers)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    const QJsonObject order{{"place", place.toJson()}, {"consumers", QJsonArray::fromStringList(consumers)}};
    environment.insert(QStringLiteral("IMAGEBUILDER_TEST_ORDER"),
                       QString::fromUtf8(QJsonDocument(order).toJson(QJsonDocument::Compact)));
    m_process.setProcessEnvironment(environment);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("child"), QStringLiteral("-silent")});
    if (!m_process.waitForStarted())
        qFatal("the build's process did not start");
}

void BuildProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished();
}

bool BuildProcess::succeeded()
{
    constexpr int patience = 240'000;
    return m_process.waitForFinished(patience) && m_process.exitStatus() == QProcess::NormalExit &&
           m_process.exitCode() == 0;
}

} // namespace imagebuilder::testing
