// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QMap>
#include <QtCore/QStringList>

#include <vector>

namespace imagebuilder {

/// A place in a file, from 1; 0 where there is none.
struct YamlMark
{
    int line = 0;
    int column = 0;
};

/// A YAML document as plain data: maps keep the file's order, anchors and merge keys are resolved, scalars stay text.
class YamlValue
{
public:
    enum class Kind { Null, Text, List, Map };

    YamlValue() = default;
    static YamlValue ofText(QString text);
    static YamlValue ofMap();
    static YamlValue ofList(std::vector<YamlValue> items);

    Kind kind() const { return m_kind; }
    bool isMap() const { return m_kind == Kind::Map; }
    bool isNull() const { return m_kind == Kind::Null; }
    const QString &text() const { return m_text; }
    /// A list's items, or a map's values in the order of keys().
    const std::vector<YamlValue> &values() const { return m_values; }
    const QStringList &keys() const { return m_keys; }
    /// Where the value begins.
    YamlMark mark() const { return m_mark; }
    void setMark(YamlMark mark) { m_mark = mark; }
    /// Where a map's key stands.
    YamlMark keyMark(const QString &key) const { return m_keyMarks.value(key); }
    void setKeyMark(const QString &key, YamlMark mark) { m_keyMarks.insert(key, mark); }
    /// A map's keys that stood there once more; the last one counts.
    const QMap<QString, YamlMark> &repeatedKeys() const { return m_repeatedKeys; }
    void setRepeatedKey(const QString &key, YamlMark mark) { m_repeatedKeys.insert(key, mark); }

    /// The value of a map's key; a null value where there is none.
    const YamlValue &at(const QString &key) const;
    /// The text at a key; empty when absent or no text.
    QString textAt(const QString &key) const { return at(key).text(); }
    /// Sets a map's key; its place in the order stays when it was there.
    void set(const QString &key, YamlValue value);
    /// A map's entries over ours, maps within maps likewise; anything else replaces, and null replaces nothing.
    void mergeOver(const YamlValue &over);

private:
    Kind m_kind = Kind::Null;
    YamlMark m_mark;
    QMap<QString, YamlMark> m_keyMarks;
    QMap<QString, YamlMark> m_repeatedKeys;
    QString m_text;
    QStringList m_keys;
    std::vector<YamlValue> m_values;
};

/// Parses one document; a Config error names `file` and the line.
Result<YamlValue> parseYaml(const QByteArray &bytes, const QString &file);
Result<YamlValue> readYaml(const QString &file);
/// One document in block style; all texts in double quotes, so that whatever stands in them is read back as it is.
QByteArray writeYaml(const YamlValue &value);

} // namespace imagebuilder
