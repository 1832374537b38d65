// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "scene.h"

#include <QtCore/QJsonArray>
#include <QtCore/QSaveFile>

#include <algorithm>

namespace imagebuilder::testing {

namespace {

const QString imageName = QStringLiteral("kill-noble-x64");
const QStringList consumers{QStringLiteral("consumer"), QStringLiteral("consumer2")};
constexpr int patience = 120'000;

/// Renamed into its place, since scenes share the folder.
void writeScript(const QString &mirror)
{
    QSaveFile script(mirror + QStringLiteral("/script.sh"));
    if (!script.open(QIODevice::WriteOnly) || script.write("#!/bin/sh\n[ -n \"$TOKEN\" ]\n") < 0 || !script.commit())
        qFatal("cannot write %s", qPrintable(script.fileName()));
}

QString projectId(const QJsonObject &state, const QString &name)
{
    for (const auto &project : state.value("projects").toArray())
        if (project[u"name"] == name)
            return project[u"id"].toString();
    return {};
}

} // namespace

Scene::Scene(const QString &mirror)
    : m_cloud({"--time-scale", "500", "--mirror", mirror}), m_program(m_cloud.environment())
{
    writeScript(mirror);
    m_program.setVariable(QStringLiteral("IMAGEBUILDER_SSH_USER"), m_cloud.sshUser());
    m_program.setVariable(QStringLiteral("IMAGEBUILDER_SSH_PORT"), QString::number(m_cloud.sshPort()));
    m_program.setVariable(QStringLiteral("IMAGE_BUILDER_SECRET_TOKEN"), QStringLiteral("a-secret-for-the-script"));
    plantForeignImages();
}

void Scene::plantForeignImages()
{
    // Another's of our name that everybody sees, and one of the build project without our properties and name.
    const QJsonObject shown{{"name", imageName}, {"status", "active"}, {"visibility", "public"}};
    const QJsonObject beside{{"name", "somebody's"}, {"status", "active"}};
    for (const auto &[project, image] : {std::pair{"admin", shown}, {"builder", beside}, {"consumer", beside}}) {
        const auto planted =
            m_cloud.steer("POST", QStringLiteral("images"), {{"project", project}, {"size", 4096}, {"image", image}});
        m_foreign << planted.value("id").toString();
    }
}

void Scene::start(const QStringList &prefix)
{
    const auto mirror = m_cloud.url(QStringLiteral("/mirror")).toString();
    m_process = m_program.start({"--os-cloud",
                                 "builder",
                                 "run",
                                 imageName,
                                 "--arch",
                                 "x64",
                                 "--prefix",
                                 "kill",
                                 "--mirror",
                                 mirror,
                                 "--image-signature",
                                 "off",
                                 "--upload-clouds",
                                 consumers.join(u','),
                                 "--user-data",
                                 QStringLiteral(IMAGEBUILDER_FIXTURES "/userdata/small.sh"),
                                 "--poll-interval",
                                 "100ms",
                                 "--script-url",
                                 mirror + QStringLiteral("/script.sh")},
                                prefix);
}

bool Scene::finish()
{
    m_ended = Program::wait(*m_process, patience);
    return m_ended.inTime;
}

void Scene::kill()
{
    m_process->kill();
    m_process->waitForFinished();
}

QStringList Scene::wrongs() const
{
    const auto state = m_cloud.state();
    QStringList wrongs;
    if (m_ended.exitCode != 0)
        wrongs
            << QStringLiteral("exit code %1: %2").arg(m_ended.exitCode).arg(QString::fromUtf8(m_ended.err.right(1500)));
    for (const auto &list : {QStringLiteral("servers"), QStringLiteral("ports")})
        if (const auto left = state.value(list).toArray(); !left.isEmpty())
            wrongs << QStringLiteral("%1 %2 left").arg(left.size()).arg(list);
    if (state.value("keypairs").toArray().size() != 1)
        wrongs << QStringLiteral("%1 key pairs").arg(state.value("keypairs").toArray().size());
    return wrongs + imageWrongs(state);
}

qsizetype Scene::succeededBuilds() const
{
    const auto builds = m_program.run({"builds", "list", "--output", "json"}).json().value("builds").toArray();
    return std::ranges::count(builds, QStringLiteral("succeeded"),
                              [](const auto &build) { return build[u"state"].toString(); });
}

QStringList Scene::imageWrongs(const QJsonObject &state) const
{
    QStringList wrongs;
    QStringList there;
    QMap<QString, QStringList> byProject; // those of our name
    for (const auto &image : state.value("images").toArray()) {
        const auto id = image[u"id"].toString();
        there << id;
        if (m_foreign.contains(id))
            continue;
        if (image[u"status"].toString() != u"active")
            wrongs << QStringLiteral("image %1 is %2").arg(image[u"name"].toString(), image[u"status"].toString());
        byProject[image[u"owner"].toString()] << (image[u"name"].toString() == imageName ? id : QStringLiteral("base"));
    }
    for (const auto &id : m_foreign)
        if (!there.contains(id))
            wrongs << QStringLiteral("an image of somebody else is gone");
    // A build that had ended well when the kill came, with nothing left but to say so, is followed by another.
    const auto builds = succeededBuilds();
    auto builders = byProject.value(projectId(state, QStringLiteral("builder")));
    if (builders.size() != 1 + builds || !builders.contains(QStringLiteral("base")))
        wrongs << QStringLiteral("the build project has %1").arg(builders.join(u' '));
    QStringList ids;
    for (const auto &consumer : consumers) {
        const auto images = byProject.value(projectId(state, consumer));
        if (images.size() != builds)
            wrongs << QStringLiteral("%1 has %2 images after %3 builds").arg(consumer).arg(images.size()).arg(builds);
        ids << (images.isEmpty() ? QString() : images.last());
    }
    if (m_ended.out != "Image build success:\n" + ids.join(u',').toUtf8())
        wrongs << QStringLiteral("it said %1").arg(QString::fromUtf8(m_ended.out));
    return wrongs;
}

} // namespace imagebuilder::testing
