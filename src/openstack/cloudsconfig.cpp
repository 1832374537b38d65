// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/cloudsconfig.h"

#include "openstack/cloudcodec.h"
#include "openstack/environmentcloud.h"
#include "openstack/regions.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>

namespace imagebuilder::openstack {

namespace {

const QString cloudsKey = QStringLiteral("clouds");

/// A file's top map; a file that does not exist gives an empty one.
Result<YamlValue> topMap(const QString &file)
{
    if (!QFile::exists(file))
        return YamlValue::ofMap();
    IB_TRY(auto top, readYaml(file));
    if (top.isNull())
        return YamlValue::ofMap();
    if (!top.isMap())
        return failure(ErrorKind::Config, QStringLiteral("%1 is no clouds file: line 1: expected a map").arg(file));
    return top;
}

} // namespace

Result<CloudsConfig> CloudsConfig::load(CloudsSearch search)
{
    CloudsConfig config;
    const auto candidates = search.cloudsFiles();
    for (const auto &candidate : candidates) {
        if (config.m_file.isEmpty() && QFileInfo(candidate).isFile())
            config.m_file = candidate;
    }
    if (!config.m_file.isEmpty()) {
        // A confined snap sees that the file is there and is refused all the same (CASES 36).
        if (QFile file(config.m_file); !file.open(QIODevice::ReadOnly))
            return failure(
                ErrorKind::Config,
                QStringLiteral("%1 cannot be read: %2. %3").arg(config.m_file, file.errorString(), search.advice()));
        IB_TRY(auto clouds, topMap(config.m_file));
        IB_TRY(const auto secure, topMap(search.besides(config.m_file, QStringLiteral("secure.yaml"),
                                                        QStringLiteral("OS_CLIENT_SECURE_FILE"))));
        // secure.yaml adds to clouds; one that it alone names is none.
        auto merged = YamlValue::ofMap();
        const auto &listed = clouds.at(cloudsKey);
        for (const auto &name : listed.keys()) {
            auto cloud = listed.at(name);
            cloud.mergeOver(secure.at(cloudsKey).at(name));
            merged.set(name, std::move(cloud));
        }
        config.m_clouds = std::move(merged);
    }
    const auto fromEnvironment = environmentCloud(search.environment);
    if (!fromEnvironment.isNull() && !config.m_clouds.keys().contains(environmentCloudName))
        config.m_clouds.set(environmentCloudName, fromEnvironment);
    if (config.m_clouds.keys().isEmpty() && !config.m_file.isEmpty())
        return failure(ErrorKind::Config, QStringLiteral("%1 names no cloud: it needs a map \"clouds\" with at least "
                                                         "one entry")
                                              .arg(config.m_file));
    if (config.m_clouds.keys().isEmpty())
        return failure(ErrorKind::Config, QStringLiteral("No clouds.yaml was found; looked for %1. %2")
                                              .arg(candidates.join(QStringLiteral(", ")), search.advice()));
    config.m_search = std::move(search);
    return config;
}

QStringList CloudsConfig::names() const
{
    return m_clouds.keys();
}

Result<QString> CloudsConfig::choose(const QString &wanted) const
{
    auto name = wanted.isEmpty() ? m_search.environment.value(QStringLiteral("OS_CLOUD")) : wanted;
    if (name.isEmpty())
        return names().constFirst();
    if (names().contains(name))
        return name;
    return failure(ErrorKind::Config, QStringLiteral("There is no cloud \"%1\"; %2 knows %3")
                                          .arg(name, m_file.isEmpty() ? QStringLiteral("the environment") : m_file,
                                               names().join(QStringLiteral(", "))));
}

Result<YamlValue> CloudsConfig::withProfile(const QString &name, const YamlValue &cloud) const
{
    const auto profile = cloud.textAt(QStringLiteral("profile")).isEmpty() ? cloud.textAt(QStringLiteral("cloud"))
                                                                           : cloud.textAt(QStringLiteral("profile"));
    if (profile.isEmpty())
        return cloud;
    const auto file =
        m_search.besides(m_file, QStringLiteral("clouds-public.yaml"), QStringLiteral("OS_CLIENT_VENDOR_FILE"));
    IB_TRY(const auto top, topMap(file));
    auto merged = top.at(QStringLiteral("public-clouds")).at(profile);
    if (!merged.isMap())
        return failure(
            ErrorKind::Config,
            QStringLiteral("cloud \"%1\" builds on profile \"%2\", which %3 does not have").arg(name, profile, file));
    merged.mergeOver(cloud);
    return merged;
}

Result<CloudConfig> CloudsConfig::cloud(const QString &wanted, const QString &region) const
{
    IB_TRY(const auto name, choose(wanted));
    const bool fromFile = !m_file.isEmpty() && name != environmentCloudName;
    const auto where = QStringLiteral("cloud \"%1\" of %2").arg(name, fromFile ? m_file : QStringLiteral("OS_*"));
    const auto &entry = m_clouds.at(name);
    if (!entry.isMap())
        return failure(ErrorKind::Config, QStringLiteral("%1 is no map of settings").arg(where));
    IB_TRY(auto merged, withProfile(name, entry));
    const auto fallback = m_search.environment.value(QStringLiteral("OS_REGION_NAME"));
    IB_TRY(const auto settings, inContext(inRegion(merged, region, fallback), where));

    const auto folder = fromFile ? QFileInfo(m_file).absolutePath() : m_search.workingFolder;
    CloudPaths paths{folder, &m_search};
    return inContext(parseCloud(name, settings, paths), where);
}

} // namespace imagebuilder::openstack
