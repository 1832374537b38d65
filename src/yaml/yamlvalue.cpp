// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "yaml/yamlvalue.h"

namespace imagebuilder {

YamlValue YamlValue::ofText(QString text)
{
    YamlValue value;
    value.m_kind = Kind::Text;
    value.m_text = std::move(text);
    return value;
}

YamlValue YamlValue::ofMap()
{
    YamlValue value;
    value.m_kind = Kind::Map;
    return value;
}

YamlValue YamlValue::ofList(std::vector<YamlValue> items)
{
    YamlValue value;
    value.m_kind = Kind::List;
    value.m_values = std::move(items);
    return value;
}

const YamlValue &YamlValue::at(const QString &key) const
{
    static const YamlValue none;
    const auto place = m_keys.indexOf(key);
    return place < 0 ? none : m_values[size_t(place)];
}

void YamlValue::set(const QString &key, YamlValue value)
{
    const auto place = m_keys.indexOf(key);
    if (place >= 0) {
        m_values[size_t(place)] = std::move(value);
        return;
    }
    m_keys << key;
    m_values.push_back(std::move(value));
}

void YamlValue::mergeOver(const YamlValue &over)
{
    if (over.isNull())
        return;
    if (!isMap() || !over.isMap()) {
        *this = over;
        return;
    }
    for (qsizetype i = 0; i < over.m_keys.size(); ++i) {
        YamlValue merged = at(over.m_keys[i]);
        merged.mergeOver(over.m_values[size_t(i)]);
        set(over.m_keys[i], std::move(merged));
    }
}

} // namespace imagebuilder
