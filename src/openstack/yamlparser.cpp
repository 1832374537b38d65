// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
// The one place that knows yaml-cpp; its exceptions end here.
#include "openstack/yamlvalue.h"

#include <QtCore/QFile>

#include <yaml-cpp/yaml.h>

namespace imagebuilder::openstack {

namespace {

// Aliases make a small file a huge or endless tree; no honest clouds.yaml comes near these.
constexpr int mostNodes = 100'000;
constexpr int mostDepth = 32;
constexpr qint64 mostBytes = 4LL * 1024 * 1024;

struct TooLarge
{
};

YamlValue plain(const YAML::Node &node, int &nodes, int depth)
{
    if (++nodes > mostNodes || depth > mostDepth)
        throw TooLarge{};
    if (node.IsScalar())
        return YamlValue::ofText(QString::fromStdString(node.Scalar()));
    if (node.IsSequence()) {
        std::vector<YamlValue> items;
        for (const auto &item : node)
            items.push_back(plain(item, nodes, depth + 1));
        return YamlValue::ofList(std::move(items));
    }
    if (!node.IsMap())
        return {};
    // yaml-cpp hands merge keys through as they are. What stands in the map itself wins, and so does the first of
    // several.
    auto inherited = YamlValue::ofMap();
    auto own = YamlValue::ofMap();
    for (const auto &entry : node) {
        const auto key = QString::fromStdString(entry.first.Scalar());
        const auto value = plain(entry.second, nodes, depth + 1);
        if (key != QStringLiteral("<<")) {
            own.set(key, value);
            continue;
        }
        const auto sources = value.kind() == YamlValue::Kind::List ? value.values() : std::vector<YamlValue>{value};
        for (const auto &source : sources)
            for (qsizetype i = 0; i < source.keys().size(); ++i)
                if (!inherited.keys().contains(source.keys()[i]))
                    inherited.set(source.keys()[i], source.values()[size_t(i)]);
    }
    for (qsizetype i = 0; i < own.keys().size(); ++i)
        inherited.set(own.keys()[i], own.values()[size_t(i)]);
    return inherited;
}

} // namespace

Result<YamlValue> parseYaml(const QByteArray &bytes, const QString &file)
{
    try {
        int nodes = 0;
        return plain(YAML::Load(bytes.toStdString()), nodes, 0);
    } catch (const TooLarge &) {
        return failure(ErrorKind::Config, QStringLiteral("%1 is nested too deeply or too large").arg(file));
    } catch (const YAML::Exception &problem) {
        // The mark of an unknown place is negative.
        return failure(ErrorKind::Config, QStringLiteral("%1 is no YAML: line %2: %3")
                                              .arg(file)
                                              .arg(std::max(problem.mark.line, 0) + 1)
                                              .arg(QString::fromStdString(problem.msg)));
    }
}

Result<YamlValue> readYaml(const QString &file)
{
    QFile input(file);
    if (!input.open(QIODevice::ReadOnly))
        return failure(ErrorKind::Config, QStringLiteral("%1 cannot be read: %2").arg(file, input.errorString()));
    const auto bytes = input.read(mostBytes + 1);
    if (bytes.size() > mostBytes)
        return failure(ErrorKind::Config, QStringLiteral("%1 is larger than 4 MiB").arg(file));
    return parseYaml(bytes, file);
}

} // namespace imagebuilder::openstack
