// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/plandocument.h"

#include "app/plan/planreader.h"

namespace imagebuilder::app {

namespace {

/// Each option that came after the Python charm, and its key in the plan; lists are comma lists.
struct FurtherKey
{
    const char *option;
    QString key;
    enum class Form { Text, List, Map, File } form = Form::Text;
};

const QList<FurtherKey> &furtherKeys()
{
    using Form = FurtherKey::Form;
    static const QList<FurtherKey> all{
        {"image-mirror", QStringLiteral("mirror")},
        {"base-image-date", QStringLiteral("base-image-date")},
        {"distribution", QStringLiteral("distribution"), Form::List},
        {"script-sha256", QStringLiteral("script.sha256")},
        {"user-data", QStringLiteral("user-data"), Form::File},
        {"content-mirrors", QStringLiteral("content-mirrors"), Form::Map},
        {"runner-releases-url", QStringLiteral("runner-releases")},
        {"ssh-cidrs", QStringLiteral("ssh.cidrs"), Form::List},
        {"publish", QStringLiteral("publish")},
        {"canary", QStringLiteral("canary")},
        {"canary-minutes", QStringLiteral("canary-minutes")},
        {"verify-image", QStringLiteral("verify")},
        {"build-timeout", QStringLiteral("deadlines.provision")},
    };
    return all;
}

YamlValue listOf(const QStringList &texts)
{
    std::vector<YamlValue> items;
    for (const auto &text : texts)
        if (!text.trimmed().isEmpty())
            items.push_back(YamlValue::ofText(text.trimmed()));
    return YamlValue::ofList(std::move(items));
}

/// Sets a key of at most two levels, "script.url".
void put(YamlValue &document, const QString &path, const YamlValue &value)
{
    if (!path.contains(u'.')) {
        document.set(path, value);
        return;
    }
    const auto outer = path.section(u'.', 0, 0);
    auto inner = document.at(outer).isMap() ? document.at(outer) : YamlValue::ofMap();
    inner.set(path.section(u'.', 1), value);
    document.set(outer, inner);
}

void putText(YamlValue &document, const QString &path, const QString &text)
{
    if (!text.isEmpty())
        put(document, path, YamlValue::ofText(text));
}

YamlValue furtherValue(const FurtherKey &key, const QString &text, const UnitPlaces &places)
{
    using Form = FurtherKey::Form;
    switch (key.form) {
    case Form::Text:
        break;
    case Form::List:
        return listOf(text.split(u','));
    case Form::File:
        return YamlValue::ofText(places.userData());
    case Form::Map: {
        auto map = YamlValue::ofMap();
        for (const auto &pair : text.split(u',', Qt::SkipEmptyParts))
            map.set(pair.section(u'=', 0, 0).trimmed(), YamlValue::ofText(pair.section(u'=', 1).trimmed()));
        return map;
    }
    }
    return YamlValue::ofText(text.trimmed());
}

/// The plan's own words about an option, under the option's name.
QString optionOf(const PlanMistake &mistake)
{
    for (const auto &further : furtherKeys())
        if (mistake.key == further.key || mistake.key.startsWith(further.key + u'.'))
            return QLatin1String(further.option);
    const QMap<QString, QString> others{{QStringLiteral("architectures"), QStringLiteral("architecture")},
                                        {QStringLiteral("bases"), QStringLiteral("base-image")},
                                        {QStringLiteral("script.url"), QStringLiteral("script-url")}};
    return others.value(mistake.key, mistake.key);
}

} // namespace

YamlValue planDocument(const UnitPlan &plan, const UnitPlaces &places)
{
    const auto &config = plan.config;
    auto document = YamlValue::ofMap();
    putText(document, QStringLiteral("version"), QStringLiteral("1"));
    putText(document, QStringLiteral("cloud"), builderCloud);
    putText(document, QStringLiteral("prefix"), plan.application);
    document.set(QStringLiteral("bases"), listOf(config.bases));
    document.set(QStringLiteral("architectures"), listOf({config.arch}));
    putText(document, QStringLiteral("keep"), QString::number(config.keep));
    putText(document, QStringLiteral("runner-version"), config.runnerVersion);
    putText(document, QStringLiteral("flavor"), config.flavor);
    putText(document, QStringLiteral("network"), config.network);
    putText(document, QStringLiteral("proxy"), config.proxy);
    putText(document, QStringLiteral("script.url"), config.scriptUrl);
    if (!config.scriptSecrets.isEmpty()) {
        auto secrets = YamlValue::ofMap();
        for (const auto &key : config.scriptSecrets.keys())
            secrets.set(key, YamlValue::ofText(QStringLiteral("file:%1/%2").arg(places.secretsFolder(), key)));
        put(document, QStringLiteral("script.secrets"), secrets);
    }
    if (const auto clouds = plan.clouds(); !clouds.isEmpty()) {
        std::vector<YamlValue> names; // as they are: a cloud's name may begin with a blank
        for (const auto &cloud : clouds)
            names.push_back(YamlValue::ofText(cloud));
        document.set(QStringLiteral("consumers"), YamlValue::ofList(std::move(names)));
    }
    for (const auto &further : furtherKeys()) {
        const auto text = config.further.value(QLatin1String(further.option));
        if (!text.isEmpty())
            put(document, further.key, furtherValue(further, text, places));
    }
    return document;
}

Result<void> checkPlanDocument(const YamlValue &document, const UnitPlan &plan, const UnitPlaces &places)
{
    Settings settings;
    const auto reading = readPlan(document, Plan::defaultsFor(settings), places.folders().state,
                                  QStringList(builderCloud) + plan.clouds());
    if (reading.mistakes.isEmpty())
        return {};
    const auto &first = reading.mistakes.first();
    return failure(ErrorKind::Config, QStringLiteral("Invalid %1: %2").arg(optionOf(first), first.text));
}

} // namespace imagebuilder::app
