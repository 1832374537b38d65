// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "job.h"

#include "base/ids.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>

namespace imagebuilder::testing {

namespace {

QString address()
{
    return qEnvironmentVariable("IMAGEBUILDER_TEST_ADDRESS", QStringLiteral("127.0.0.1"));
}

QByteArray imageBytes()
{
    QFile file(qEnvironmentVariable("IMAGEBUILDER_TEST_IMAGE"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray(256LL * 1024, 'i');
}

} // namespace

Job::Job(ContractClouds &clouds)
    : m_clouds(clouds), m_mirror(imageBytes()), m_web(m_mirror.folder(), address()),
      m_program(std::make_unique<Program>(clouds.environment())), m_prefix(QStringLiteral("job-") + newBuildId())
{
}

QString Job::fileOf(const QString &name, const QByteArray &content) const
{
    m_mirror.overwrite(name, content);
    return m_mirror.file(name);
}

QString Job::serve(const QString &name, const QByteArray &content) const
{
    (void)fileOf(name, content);
    return m_web.url(u'/' + name).toString();
}

QStringList Job::mirrorArguments() const
{
    return {"--mirror", m_web.url().toString(), "--image-keyring", m_mirror.keyring()};
}

QStringList Job::initArguments() const
{
    return QStringList{"--os-cloud", m_clouds.builder().name(), "init", "--arch", "x64", "--prefix", m_prefix} +
           mirrorArguments();
}

QStringList Job::runArguments(const QString &base, const QStringList &more) const
{
    return QStringList{"--os-cloud",
                       m_clouds.builder().name(),
                       "run",
                       imageName(base),
                       "--arch",
                       "x64",
                       "-b",
                       base,
                       "--prefix",
                       m_prefix,
                       "--user-data",
                       QStringLiteral(IMAGEBUILDER_FIXTURES "/userdata/real-cloud.sh"),
                       "--upload-clouds",
                       m_clouds.consumer().name()} +
           mirrorArguments() + more;
}

Ended Job::timed(const char *what, const QStringList &arguments) const
{
    QElapsedTimer time;
    time.start();
    auto ended = m_program->run(arguments, 20 * 60'000);
    qInfo("%s: %.1f s", what, static_cast<double>(time.elapsed()) / 1000);
    return ended;
}

void Job::removeImages(openstack::Cloud &cloud) const
{
    auto &images = cloud.images();
    const auto project = must(QCoro::waitFor(cloud.session().projectId({})));
    for (const auto &image : must(QCoro::waitFor(images.images({.owner = project}, {}))))
        if (image.name.startsWith(m_prefix))
            must(QCoro::waitFor(images.remove(image.id, {})));
}

void Job::removeAll(const QString &deployment)
{
    for (auto *cloud : {&m_clouds.builder(), &m_clouds.consumer()})
        removeImages(*cloud);
    auto &builder = m_clouds.builder();
    must(QCoro::waitFor(builder.compute().deleteKeyPair(m_prefix + QStringLiteral("-image-builder-ssh-key"), {})));
    const auto name = QStringLiteral("github-runner-image-builder-v1");
    // The second one is ours where somebody else has the first.
    for (const auto &either : {name, name + u'-' + deployment.left(6)})
        for (const auto &group : must(QCoro::waitFor(builder.network().securityGroups(either, {}))))
            if (!deployment.isEmpty() && group.description.contains(deployment))
                must(QCoro::waitFor(builder.network().deleteSecurityGroup(group.id, {})));
}

} // namespace imagebuilder::testing
