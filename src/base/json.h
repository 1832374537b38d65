// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

namespace imagebuilder {

/// Parses bytes that must be one JSON object; `what` names them in the error ("the server's answer"). Kind Protocol.
Result<QJsonObject> parseJsonObject(const QByteArray &bytes, const QString &what);

/// One line, keys sorted, no blanks: the form for logs, journal and JSON lines.
QByteArray compactJson(const QJsonObject &object);

/// A JSON object that is read strictly: a missing or mistyped key is a Protocol error that names `what` and the key.
class JsonReader
{
public:
    JsonReader(QJsonObject object, QString what) : m_object(std::move(object)), m_what(std::move(what)) {}

    Result<QString> string(const QString &key) const;
    Result<qint64> integer(const QString &key) const;
    Result<JsonReader> object(const QString &key) const;
    Result<QJsonArray> array(const QString &key) const;

    /// Absent, null or mistyped values give the default.
    QString stringOr(const QString &key, const QString &fallback = {}) const;
    qint64 integerOr(const QString &key, qint64 fallback = 0) const;
    bool boolOr(const QString &key, bool fallback = false) const;
    QJsonObject objectOr(const QString &key) const { return m_object.value(key).toObject(); }
    QJsonArray arrayOr(const QString &key) const { return m_object.value(key).toArray(); }
    /// ISO 8601 with or without a zone (Nova and Glance mean UTC); invalid when absent.
    QDateTime timeOr(const QString &key) const;
    bool has(const QString &key) const { return m_object.contains(key) && !m_object.value(key).isNull(); }
    const QJsonObject &raw() const { return m_object; }

private:
    std::unexpected<Error> wrong(const QString &key, const QString &wanted) const;
    QJsonObject m_object;
    QString m_what;
};

} // namespace imagebuilder
