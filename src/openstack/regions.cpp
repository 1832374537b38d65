// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/regions.h"

namespace imagebuilder::openstack {

namespace {

/// An entry is a name, or a map with `name` and `values`.
QString regionName(const YamlValue &entry)
{
    return entry.isMap() ? entry.textAt(QStringLiteral("name")) : entry.text();
}

} // namespace

Result<YamlValue> inRegion(const YamlValue &cloud, const QString &wanted, const QString &fallback)
{
    const auto nameKey = QStringLiteral("region_name");
    const auto &regions = cloud.at(QStringLiteral("regions")).values();
    QString region = wanted;
    if (region.isEmpty())
        region = cloud.textAt(nameKey);
    if (region.isEmpty())
        region = fallback;
    if (region.isEmpty() && !regions.empty())
        region = regionName(regions.front());

    auto settings = cloud;
    QStringList known;
    for (const auto &entry : regions) {
        known << regionName(entry);
        if (known.constLast() == region)
            settings.mergeOver(entry.at(QStringLiteral("values")));
    }
    if (!known.isEmpty() && !known.contains(region))
        return failure(ErrorKind::Config, QStringLiteral("there is no region \"%1\" here; it lists %2")
                                              .arg(region, known.join(QStringLiteral(", "))));
    if (!region.isEmpty())
        settings.set(nameKey, YamlValue::ofText(region));
    return settings;
}

} // namespace imagebuilder::openstack
