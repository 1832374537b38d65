// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace imagebuilder::simcloud {

/// What a project may have; names are the services' own. -1 is without bound.
using Quota = QMap<QString, qint64>;

/// Nova's, Neutron's, Cinder's and Glance's default quotas, all in one map (their names do not clash).
Quota defaultQuota();

struct Project
{
    QString id;
    QString name;
    Quota quota;
};

struct User
{
    QString id;
    QString name;
    QString password;
    QMap<QString, QStringList> roles; ///< by project id
};

struct ApplicationCredential
{
    QString id;
    QString name;
    QString secret;
    QString userId;
    QString projectId;
};

struct Token
{
    QString id;
    QString userId;
    QString projectId; ///< empty: not scoped to a project
    QString domainId;
    bool system = false;
    QStringList methods;
    QStringList roles;
    QDateTime issued;
    QDateTime expires;
};

} // namespace imagebuilder::simcloud
