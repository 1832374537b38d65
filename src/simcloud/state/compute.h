// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace imagebuilder::simcloud {

struct Flavor
{
    QString id;
    QString name;
    int vcpus = 1;
    int ram = 512; ///< MiB
    int disk = 1;  ///< GiB
};

struct KeyPair
{
    QString userId;
    QString name;
    QString type = QStringLiteral("ssh");
    QString publicKey;
    QString fingerprint;
    QDateTime created;
    int number = 0;
};

struct Server
{
    QString id;
    QString name;
    QString projectId;
    QString userId;
    QString status = QStringLiteral("BUILD");
    QString taskState = QStringLiteral("scheduling"); ///< empty: none
    QString imageId;                                  ///< empty: boots from a volume
    QString volumeId;                                 ///< empty: its disk is its own
    bool takesVolumeAlong = false;                    ///< delete_on_termination
    QString flavorId;
    QString keyName;
    QString publicKey;
    QByteArray userData;
    bool configDrive = false;
    QMap<QString, QString> metadata;
    QString zone = QStringLiteral("nova");
    QStringList networks;       ///< ids
    QStringList securityGroups; ///< ids
    QString fault;
    QByteArray console;
    QDateTime created;
    QDateTime updated;
    QDateTime launched;
    bool everLaunched = false;
};

/// What VMs of servers whose name matches are told to do wrong.
struct ToldStory
{
    QString match; ///< a regular expression
    QString story;
};

} // namespace imagebuilder::simcloud
