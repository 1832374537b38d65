// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/distribution.h"

#include <array>

namespace imagebuilder::build {

namespace {

constexpr std::array ways{std::pair(Way::Copy, u"copy"), std::pair(Way::Share, u"share"),
                          std::pair(Way::Import, u"import"), std::pair(Way::Auto, u"auto")};

} // namespace

QString wayName(Way way)
{
    for (const auto &[each, name] : ways)
        if (each == way)
            return QString::fromUtf16(name);
    return {};
}

Result<Way> wayNamed(const QString &name)
{
    for (const auto &[way, known] : ways)
        if (name == known)
            return way;
    return failure(ErrorKind::Usage, QStringLiteral("'%1' is neither copy nor share nor import nor auto").arg(name));
}

Result<void> Distribution::checkFor(const QStringList &consumers) const
{
    for (const auto &consumer : exceptions.keys())
        if (!consumers.contains(consumer))
            return failure(ErrorKind::Config,
                           QStringLiteral("distribution names %1, which is not among the consumers (%2)")
                               .arg(consumer, consumers.join(u", ")));
    return {};
}

Distribution Distribution::fromJson(const QJsonObject &json)
{
    Distribution distribution;
    distribution.usual = wayNamed(json.value("usual").toString()).value_or(Way::Copy);
    distribution.hub = json.value("hub").toString();
    const auto others = json.value("exceptions").toObject();
    for (auto other = others.begin(); other != others.end(); ++other)
        if (const auto way = wayNamed(other.value().toString()))
            distribution.exceptions.insert(other.key(), *way);
    return distribution;
}

QJsonObject Distribution::toJson() const
{
    QJsonObject json;
    if (usual != Way::Copy)
        json.insert("usual", wayName(usual));
    if (!hub.isEmpty())
        json.insert("hub", hub);
    QJsonObject others;
    for (const auto &[consumer, way] : exceptions.asKeyValueRange())
        others.insert(consumer, wayName(way));
    if (!others.isEmpty())
        json.insert("exceptions", others);
    return json;
}

} // namespace imagebuilder::build
