// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"

#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace imagebuilder::simcloud {

/// One login: a project, a user in it, and the password (made up where empty).
struct Account
{
    QString project;
    QString user;
    QString password;
};

struct Options
{
    int port = 0;
    QList<Account> accounts;
    QStringList regions = {QStringLiteral("RegionOne")};
    QStringList importMethods = {}; ///< that Glance offers
    double timeScale = 1;
    seconds tokenLife = std::chrono::hours(4);
    int pageLimit = 0;     ///< 0: the services' own defaults
    qint64 nullStore = -1; ///< bytes of every snapshot, made up and not kept; -1: real bytes
    QString snapshotFormat = QStringLiteral("qcow2");
    QString folder; ///< images, VM disks and clouds.yaml lie here
    QString mirror; ///< served at /mirror/
};

} // namespace imagebuilder::simcloud
