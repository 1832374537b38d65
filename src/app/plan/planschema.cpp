// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/planschema.h"

#include "app/plan/plankeys.h"

namespace imagebuilder::app {

namespace {

QJsonObject valueSchema(const PlanKey &key)
{
    const QJsonObject word{{"type", "string"}};
    const QJsonObject wordOrSwitch{{"type", QJsonArray{"string", "boolean"}}};
    if (std::holds_alternative<TakeEntry>(key.take))
        return {{"type", "object"}, {"additionalProperties", key.form == PlanKey::Form::Switch ? wordOrSwitch : word}};
    if (std::holds_alternative<TakeList>(key.take))
        return {{"type", QJsonArray{"array", "string"}},
                {"items", QJsonObject{{"type", QJsonArray{"string", "number"}}}}};
    switch (key.form) {
    case PlanKey::Form::Number:
        return {{"type", "integer"}};
    case PlanKey::Form::Switch:
        return {{"enum", QJsonArray{true, false, "on", "off"}}};
    case PlanKey::Form::Duration:
        return {{"type", QJsonArray{"string", "integer"}}, {"pattern", "^[0-9]+(ms|[smh])?$"}};
    case PlanKey::Form::Text:
        break;
    }
    return {{"type", QJsonArray{"string", "number"}}};
}

/// Puts a value's schema where a dotted path leads, with objects on the way.
QJsonObject with(QJsonObject schema, const QString &path, const QJsonObject &value)
{
    const auto first = path.section(u'.', 0, 0);
    const auto rest = path.section(u'.', 1);
    auto properties = schema.value(u"properties").toObject();
    properties.insert(first, rest.isEmpty() ? value : with(properties.value(first).toObject(), rest, value));
    schema.insert(QStringLiteral("type"), QStringLiteral("object"));
    schema.insert(QStringLiteral("additionalProperties"), false);
    schema.insert(QStringLiteral("properties"), properties);
    return schema;
}

} // namespace

QJsonObject planSchema()
{
    QJsonObject schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                       {"title", "imagebuilder's plan, version 1"},
                       {"required", QJsonArray{"version", "bases", "architectures"}}};
    schema = with(schema, QStringLiteral("version"), {{"const", 1}});
    for (const auto &key : planKeys()) {
        auto value = valueSchema(key);
        value.insert(QStringLiteral("description"), key.help);
        schema = with(schema, key.path, value);
    }
    return schema;
}

} // namespace imagebuilder::app
