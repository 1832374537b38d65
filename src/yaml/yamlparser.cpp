// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
// With yamlwriter.cpp the one place that knows yaml-cpp; its exceptions end here.
#include "yaml/yamlvalue.h"

#include <QtCore/QFile>

#include <yaml-cpp/yaml.h>

namespace imagebuilder {

namespace {

// Aliases make a small file a huge or endless tree; no honest clouds.yaml comes near these.
constexpr int mostNodes = 100'000;
constexpr int mostDepth = 32;
constexpr qint64 mostBytes = 4LL * 1024 * 1024;

struct TooLarge
{
};

YamlMark markOf(const YAML::Node &node)
{
    const auto mark = node.Mark();
    return mark.is_null() ? YamlMark() : YamlMark{mark.line + 1, mark.column + 1};
}

YamlValue marked(YamlValue value, const YAML::Node &node)
{
    value.setMark(markOf(node));
    return value;
}

YamlValue plain(const YAML::Node &node, int &nodes, int depth)
{
    if (++nodes > mostNodes || depth > mostDepth)
        throw TooLarge{};
    if (node.IsScalar())
        return marked(YamlValue::ofText(QString::fromStdString(node.Scalar())), node);
    if (node.IsSequence()) {
        std::vector<YamlValue> items;
        for (const auto &item : node)
            items.push_back(plain(item, nodes, depth + 1));
        return marked(YamlValue::ofList(std::move(items)), node);
    }
    if (!node.IsMap())
        return marked({}, node);
    // yaml-cpp hands merge keys through as they are. What stands in the map itself wins, and so does the first of
    // several.
    auto inherited = YamlValue::ofMap();
    auto own = YamlValue::ofMap();
    for (const auto &entry : node) {
        const auto key = QString::fromStdString(entry.first.Scalar());
        const auto value = plain(entry.second, nodes, depth + 1);
        if (key != QStringLiteral("<<")) {
            if (own.keys().contains(key))
                own.setRepeatedKey(key, markOf(entry.first));
            own.set(key, value);
            own.setKeyMark(key, markOf(entry.first));
            continue;
        }
        const auto sources = value.kind() == YamlValue::Kind::List ? value.values() : std::vector<YamlValue>{value};
        for (const auto &source : sources)
            for (qsizetype i = 0; i < source.keys().size(); ++i)
                if (!inherited.keys().contains(source.keys()[i]))
                    inherited.set(source.keys()[i], source.values()[size_t(i)]);
    }
    if (inherited.keys().isEmpty())
        return marked(std::move(own), node);
    for (qsizetype i = 0; i < own.keys().size(); ++i)
        inherited.set(own.keys()[i], own.values()[size_t(i)]);
    return marked(std::move(inherited), node);
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

} // namespace imagebuilder
