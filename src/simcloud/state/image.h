// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace imagebuilder::simcloud {

struct Image
{
    QString id;
    QString region = {}; ///< whose Glance has it; empty: the first region's
    QString name;        ///< null as long as it was given none
    QString owner;
    QString status = QStringLiteral("queued");
    QString visibility = QStringLiteral("shared");
    QString diskFormat;
    QString containerFormat;
    qint64 size = -1; ///< -1: not known yet
    QString checksum; ///< MD5
    QString sha512;
    int minDisk = 0;
    int minRam = 0;
    bool isProtected = false;
    bool hidden = false;
    QStringList tags;
    QMap<QString, QString> properties;
    QMap<QString, QString> members; ///< project id → pending, accepted, rejected
    QDateTime created;
    QDateTime updated;
    qint64 bytesWritten = 0; ///< all uploads together, the broken ones too
    qint64 bytesRead = 0;
    int uploads = 0; ///< PUTs of data that began
    int downloads = 0;
};

} // namespace imagebuilder::simcloud
