// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/planreader.h"

#include "app/plan/nearest.h"
#include "app/plan/plankeys.h"
#include "build/userdata.h"
#include "openstack/cloudsconfig.h"

#include <QtCore/QDir>

#include <algorithm>

namespace imagebuilder::app {

namespace {

const QString versionKey = QStringLiteral("version");
const QString planVersion = QStringLiteral("1");

class PlanReader
{
public:
    PlanReader(Plan defaults, const QString &folder, QStringList clouds) : m_clouds(std::move(clouds))
    {
        m_reading.plan = std::move(defaults);
        m_reading.plan.folder = folder;
    }

    PlanReading read(const YamlValue &document)
    {
        if (!document.isMap()) {
            complain(document.mark(), {}, QStringLiteral("a plan is a map of keys; it begins with `version: 1`"));
            return m_reading;
        }
        takeVersion(document);
        takeMap(document, {});
        require(QStringLiteral("bases"), m_reading.plan.bases.isEmpty(), QStringLiteral("[noble]"));
        require(QStringLiteral("architectures"), m_reading.plan.archs.isEmpty(), QStringLiteral("[x64]"));
        if (m_reading.mistakes.isEmpty())
            checkCombinations(document);
        std::ranges::stable_sort(m_reading.mistakes, {}, [](const PlanMistake &mistake) {
            return std::pair(mistake.mark.line, mistake.mark.column);
        });
        return m_reading;
    }

private:
    void complain(YamlMark mark, const QString &key, const QString &text)
    {
        m_reading.mistakes << PlanMistake{mark, key, text};
    }

    void takeVersion(const YamlValue &document)
    {
        const auto &version = document.at(versionKey);
        if (version.isNull())
            complain({1, 1}, versionKey, QStringLiteral("is missing; this program reads `version: 1`"));
        else if (version.text() != planVersion)
            complain(version.mark(), versionKey, QStringLiteral("is '%1'; this program reads 1").arg(version.text()));
    }

    void require(const QString &key, bool missing, const QString &example)
    {
        const bool said = std::ranges::contains(m_reading.mistakes, key, &PlanMistake::key);
        if (missing && !said)
            complain({1, 1}, key, QStringLiteral("is missing; for instance `%1: %2`").arg(key, example));
    }

    void takeMap(const YamlValue &map, const QString &prefix)
    {
        for (const auto &[key, mark] : map.repeatedKeys().asKeyValueRange())
            complain(mark, prefix + key, QStringLiteral("stands here a second time"));
        for (const auto &key : map.keys())
            if (!prefix.isEmpty() || key != versionKey)
                takeValue(prefix + key, map.keyMark(key), map.at(key));
    }

    void takeValue(const QString &path, YamlMark keyMark, const YamlValue &value)
    {
        const auto &keys = planKeys();
        const auto key = std::ranges::find(keys, path, &PlanKey::path);
        if (key != keys.end())
            return takeKey(*key, keyMark, value);
        const auto section = path + u'.';
        if (std::ranges::none_of(keys, [&](const PlanKey &known) { return known.path.startsWith(section); }))
            return complain(keyMark, path, unknownKey(path));
        if (value.isMap())
            return takeMap(value, section);
        complain(value.mark().line ? value.mark() : keyMark, path, QStringLiteral("wants keys below it"));
    }

    static QString unknownKey(const QString &path)
    {
        QStringList known;
        for (const auto &key : planKeys())
            known << key.path;
        const auto meant = nearest(path, known);
        return meant.isEmpty() ? QStringLiteral("is no key of a plan")
                               : QStringLiteral("is no key of a plan; did you mean %1?").arg(meant);
    }

    void takeKey(const PlanKey &key, YamlMark keyMark, const YamlValue &value)
    {
        const auto mark = value.mark().line ? value.mark() : keyMark;
        if (value.isNull())
            return complain(keyMark, key.path, QStringLiteral("has no value"));
        if (const auto *const take = std::get_if<TakeEntry>(&key.take))
            return takeEntries(key, *take, mark, value);
        if (const auto *const take = std::get_if<TakeList>(&key.take))
            return takeList(key, *take, mark, value);
        if (value.kind() != YamlValue::Kind::Text)
            return complain(mark, key.path, QStringLiteral("wants one value, not several"));
        checkClouds(key, {value});
        const auto text = key.form == PlanKey::Form::Switch ? switchText(value.text()) : value.text();
        note(key.path, mark, std::get<TakeText>(key.take)(m_reading.plan, text));
    }

    /// YAML's own words for what options call on and off.
    static QString switchText(const QString &text)
    {
        if (text == u"true" || text == u"yes")
            return QStringLiteral("on");
        return text == u"false" || text == u"no" ? QStringLiteral("off") : text;
    }

    void takeList(const PlanKey &key, const TakeList &take, YamlMark mark, const YamlValue &value)
    {
        if (value.isMap())
            return complain(mark, key.path, QStringLiteral("wants a list"));
        const auto entries = value.kind() == YamlValue::Kind::List ? value.values() : std::vector{value};
        QStringList items;
        for (const auto &item : entries) {
            if (item.kind() != YamlValue::Kind::Text || item.text().isEmpty())
                return complain(item.mark(), key.path, QStringLiteral("wants texts in its list"));
            if (items.contains(item.text()))
                return complain(item.mark(), key.path, QStringLiteral("names '%1' twice").arg(item.text()));
            items << item.text();
        }
        checkClouds(key, entries);
        note(key.path, mark, take(m_reading.plan, items));
    }

    void checkClouds(const PlanKey &key, const std::vector<YamlValue> &names)
    {
        if (!key.namesClouds || m_clouds.isEmpty())
            return;
        for (const auto &name : names) {
            if (m_clouds.contains(name.text()))
                continue;
            const auto meant = nearest(name.text(), m_clouds);
            const auto hint = meant.isEmpty() ? QStringLiteral("it has %1").arg(m_clouds.join(QStringLiteral(", ")))
                                              : QStringLiteral("did you mean %1?").arg(meant);
            complain(name.mark(), key.path, QStringLiteral("clouds.yaml has no cloud '%1'; %2").arg(name.text(), hint));
        }
    }

    void takeEntries(const PlanKey &key, const TakeEntry &take, YamlMark mark, const YamlValue &value)
    {
        if (!value.isMap())
            return complain(mark, key.path, QStringLiteral("wants keys below it"));
        for (const auto &[name, again] : value.repeatedKeys().asKeyValueRange())
            complain(again, key.path + u'.' + name, QStringLiteral("stands here a second time"));
        for (const auto &name : value.keys()) {
            const auto &entry = value.at(name);
            const auto path = key.path + u'.' + name;
            if (entry.kind() != YamlValue::Kind::Text)
                complain(value.keyMark(name), path, QStringLiteral("wants one value"));
            else
                note(path, entry.mark(), take(m_reading.plan, name, entry.text()));
        }
    }

    void note(const QString &key, YamlMark mark, const Result<void> &taken)
    {
        if (!taken)
            complain(mark, key, taken.error().text());
    }

    /// What each value allows by itself and not together with another.
    void checkCombinations(const YamlValue &document)
    {
        const auto digests = QStringLiteral("runner-sha256");
        if (m_reading.plan.archs.size() > 1 && m_reading.plan.request.runnerSha256.contains(QString()))
            return complain(document.at(digests).mark(), digests,
                            QStringLiteral("is one digest, and each architecture has its own: [x64=HEX, arm64=HEX]"));
        for (const auto &order : ordersOf(m_reading.plan)) {
            const auto rendered = build::renderUserData(order.request);
            if (!rendered)
                return complain(document.keyMark(QStringLiteral("architectures")), QStringLiteral("architectures"),
                                rendered.error().text());
        }
    }

    QStringList m_clouds;
    PlanReading m_reading;
};

} // namespace

PlanReading readPlan(const YamlValue &document, Plan defaults, const QString &folder, const QStringList &clouds)
{
    return PlanReader(std::move(defaults), folder, clouds).read(document);
}

Result<PlanReading> checkPlan(const QString &file, const Plan &defaults, const QStringList &clouds)
{
    IB_TRY(const auto document, readYaml(file));
    return readPlan(document, defaults, QFileInfo(file).absolutePath(), clouds);
}

QStringList knownClouds(const Settings &settings)
{
    const auto config = openstack::CloudsConfig::load(settings.clouds);
    return config ? config->names() : QStringList();
}

QString shownMistake(const QString &file, const PlanMistake &mistake)
{
    const auto place = QStringLiteral("%1:%2:%3: ").arg(file).arg(mistake.mark.line).arg(mistake.mark.column);
    return place + (mistake.key.isEmpty() ? mistake.text : mistake.key + QStringLiteral(": ") + mistake.text);
}

Result<Plan> loadPlan(const QString &file, const Plan &defaults, const QStringList &clouds)
{
    IB_TRY(auto reading, checkPlan(file, defaults, clouds));
    if (reading.mistakes.isEmpty())
        return std::move(reading.plan);
    QStringList lines;
    for (const auto &mistake : reading.mistakes)
        lines << shownMistake(file, mistake);
    return failure(ErrorKind::Config, lines.join(u'\n'));
}

Result<QString> findPlan(const QString &named, const QProcessEnvironment &environment, const Caller &caller)
{
    const auto variable = environment.value(QStringLiteral("IMAGEBUILDER_PLAN"));
    for (const auto &wanted : {named, variable})
        if (!wanted.isEmpty())
            return wanted;
    const auto config = environment.value(QStringLiteral("XDG_CONFIG_HOME"), caller.home + QStringLiteral("/.config"));
    const auto name = QStringLiteral("/imagebuilder.yaml");
    const QStringList places{caller.workingFolder + name, config + QStringLiteral("/imagebuilder") + name,
                             QStringLiteral("/etc/imagebuilder") + name};
    for (const auto &place : places)
        if (QFile::exists(place))
            return place;
    return failure(ErrorKind::Config,
                   QStringLiteral("there is no plan; it was looked for in %1. Name one with --plan FILE or "
                                  "IMAGEBUILDER_PLAN")
                       .arg(places.join(QStringLiteral(", "))));
}

} // namespace imagebuilder::app
