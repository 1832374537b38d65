// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"

#include <QtCore/QJsonDocument>

namespace imagebuilder {

Result<QJsonObject> parseJsonObject(const QByteArray &bytes, const QString &what)
{
    QJsonParseError problem;
    const auto document = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError)
        return failure(
            ErrorKind::Protocol,
            QStringLiteral("%1 is no JSON: %2 at byte %3").arg(what, problem.errorString()).arg(problem.offset));
    if (!document.isObject())
        return failure(ErrorKind::Protocol, QStringLiteral("%1 is JSON, but no object").arg(what));
    return document.object();
}

QByteArray compactJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::unexpected<Error> JsonReader::wrong(const QString &key, const QString &wanted) const
{
    return failure(ErrorKind::Protocol, m_object.contains(key)
                                            ? QStringLiteral("%1: \"%2\" is not %3").arg(m_what, key, wanted)
                                            : QStringLiteral("%1 has no \"%2\"").arg(m_what, key));
}

Result<QString> JsonReader::string(const QString &key) const
{
    const auto value = m_object.value(key);
    if (!value.isString())
        return wrong(key, QStringLiteral("a text"));
    return value.toString();
}

Result<qint64> JsonReader::integer(const QString &key) const
{
    const auto value = m_object.value(key);
    if (!value.isDouble())
        return wrong(key, QStringLiteral("a number"));
    return value.toInteger();
}

Result<JsonReader> JsonReader::object(const QString &key) const
{
    const auto value = m_object.value(key);
    if (!value.isObject())
        return wrong(key, QStringLiteral("an object"));
    return JsonReader(value.toObject(), QStringLiteral("%1's \"%2\"").arg(m_what, key));
}

Result<QJsonArray> JsonReader::array(const QString &key) const
{
    const auto value = m_object.value(key);
    if (!value.isArray())
        return wrong(key, QStringLiteral("a list"));
    return value.toArray();
}

QString JsonReader::stringOr(const QString &key, const QString &fallback) const
{
    const auto value = m_object.value(key);
    return value.isString() ? value.toString() : fallback;
}

qint64 JsonReader::integerOr(const QString &key, qint64 fallback) const
{
    const auto value = m_object.value(key);
    return value.isDouble() ? value.toInteger() : fallback;
}

bool JsonReader::boolOr(const QString &key, bool fallback) const
{
    return m_object.value(key).toBool(fallback);
}

QDateTime JsonReader::timeOr(const QString &key) const
{
    auto time = QDateTime::fromString(stringOr(key), Qt::ISODateWithMs);
    if (time.isValid() && time.timeSpec() == Qt::LocalTime)
        time.setTimeZone(QTimeZone::UTC);
    return time.toUTC();
}

} // namespace imagebuilder
