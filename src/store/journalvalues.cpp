// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"
#include "store/journalstate.h"

#include <QtCore/QJsonDocument>

namespace imagebuilder::store {

QString Journal::State::now() const
{
    return timeValue(clock.now()).toString();
}

QVariant timeValue(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toUTC().toString(Qt::ISODateWithMs)) : QVariant();
}

QDateTime timeOf(const QVariant &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
}

QVariant textValue(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

QVariant jsonValue(const QJsonObject &object)
{
    return QString::fromUtf8(compactJson(object));
}

QJsonObject jsonOf(const QVariant &value)
{
    return QJsonDocument::fromJson(value.toString().toUtf8()).object();
}

} // namespace imagebuilder::store
