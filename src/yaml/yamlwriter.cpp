// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "yaml/yamlvalue.h"

#include <yaml-cpp/yaml.h>

namespace imagebuilder {

namespace {

void emit(YAML::Emitter &out, const YamlValue &value)
{
    const auto &items = value.values();
    switch (value.kind()) {
    case YamlValue::Kind::Null:
        out << YAML::Null;
        break;
    case YamlValue::Kind::Text:
        // In quotes always: `no`, `1e3` and `~` stay texts whoever reads them.
        out << YAML::DoubleQuoted << value.text().toStdString();
        break;
    case YamlValue::Kind::List:
        out << YAML::BeginSeq;
        for (const auto &item : items)
            emit(out, item);
        out << YAML::EndSeq;
        break;
    case YamlValue::Kind::Map:
        out << YAML::BeginMap;
        for (qsizetype i = 0; i < value.keys().size(); ++i) {
            const auto key = value.keys().at(i);
            out << YAML::Key << YAML::DoubleQuoted << key.toStdString() << YAML::Value;
            emit(out, items.at(static_cast<std::size_t>(i)));
        }
        out << YAML::EndMap;
        break;
    }
}

} // namespace

QByteArray writeYaml(const YamlValue &value)
{
    YAML::Emitter out;
    emit(out, value);
    return QByteArray(out.c_str(), static_cast<qsizetype>(out.size())) + '\n';
}

} // namespace imagebuilder
