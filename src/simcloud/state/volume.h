// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QMap>
#include <QtCore/QString>

namespace imagebuilder::simcloud {

struct Volume
{
    QString id;
    QString name;
    QString projectId;
    QString userId;
    QString status = QStringLiteral("creating");
    int size = 1; ///< GiB
    QString type;
    QString zone = QStringLiteral("nova");
    QString imageId;  ///< what it was made from
    QString serverId; ///< to which it is attached; empty: to none
    QMap<QString, QString> metadata;
    QMap<QString, QString> imageMetadata; ///< custom properties of images made of it
    QDateTime created;
};

} // namespace imagebuilder::simcloud
