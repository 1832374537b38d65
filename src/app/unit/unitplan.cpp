// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/unitplan.h"

#include <QtCore/QCryptographicHash>

namespace imagebuilder::app {

QStringList UnitPlan::clouds() const
{
    QStringList names;
    for (const auto &consumer : consumers)
        if (!names.contains(consumer.cloud))
            names << consumer.cloud;
    return names;
}

QString UnitPlan::imageName(const QString &base) const
{
    return QStringLiteral("%1-%2-%3").arg(application, base, config.arch);
}

QMap<QString, QString> UnitPlan::fingerprints() const
{
    QStringList parts{config.arch, config.runnerVersion, config.scriptUrl, config.flavor, config.network};
    parts << config.scriptSecrets.keys().join(u' ');
    for (const auto *option : {"image-mirror", "base-image-date", "script-sha256", "user-data", "content-mirrors"})
        parts << config.further.value(QLatin1String(option));
    const auto common = parts.join(QChar(0)).toUtf8();
    QMap<QString, QString> all;
    for (const auto &base : config.bases) {
        const auto digest = QCryptographicHash::hash(base.toUtf8() + '\0' + common, QCryptographicHash::Sha256);
        all.insert(base, QString::fromLatin1(digest.toHex().first(16)));
    }
    return all;
}

} // namespace imagebuilder::app
