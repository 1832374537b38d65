// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/state/compute.h"
#include "simcloud/state/identity.h"
#include "simcloud/state/image.h"
#include "simcloud/state/network.h"
#include "simcloud/state/volume.h"

#include <QtCore/QJsonObject>

namespace imagebuilder::simcloud {

/// Everything the simulated cloud knows, as one value. Lists are in the order of creation.
struct State
{
    QList<Project> projects;
    QList<User> users;
    QList<ApplicationCredential> applicationCredentials;
    QMap<QString, Token> tokens;
    QList<Image> images;
    QList<Flavor> flavors;
    QList<KeyPair> keyPairs;
    QList<Server> servers;
    QList<Network> networks;
    QList<Subnet> subnets;
    QList<SecurityGroup> securityGroups;
    QList<Port> ports;
    QList<FloatingIp> floatingIps;
    QList<Volume> volumes;
    QStringList volumeTypes = {QStringLiteral("__DEFAULT__"), QStringLiteral("fast")};
    QList<ToldStory> vmStories;
    QString cloudInitVersion = QStringLiteral("24.4"); ///< of every VM
    QString sshUser;                                   ///< the login of every VM
    int sshPort = 0;                                   ///< of every VM, each on its own address
    QMap<QString, qint64> requestCounts;               ///< by "METHOD route"
    qint64 imageBytesWritten = 0;                      ///< of deleted images too
    qint64 imageBytesRead = 0;
};

/// The element with this id, or null. The pointer is good until the list changes.
template <typename T> T *find(QList<T> &list, const QString &id)
{
    for (auto &element : list)
        if (element.id == id)
            return &element;
    return nullptr;
}
template <typename T> const T *find(const QList<T> &list, const QString &id)
{
    for (const auto &element : list)
        if (element.id == id)
            return &element;
    return nullptr;
}
template <typename T> bool removeById(QList<T> &list, const QString &id)
{
    return list.removeIf([&](const T &element) { return element.id == id; }) > 0;
}

/// A random UUID as Nova, Glance and Neutron write ids; Keystone's are without hyphens.
QString newId();
QString newKeystoneId();
/// Now, in whole seconds of UTC.
QDateTime now();
/// "2026-01-01T00:00:00Z"
QString timeText(const QDateTime &time);

/// A project with the default quota and Neutron's group `default`, or the existing one of that name.
Project &ensureProject(State &state, const QString &name);
/// A member of that project; an existing user gets the password and the project.
User &ensureUser(State &state, const QString &projectId, const QString &name, const QString &password,
                 const QStringList &roles);

/// The whole state for tests; passwords and tokens are left out.
QJsonObject toJson(const State &state);

} // namespace imagebuilder::simcloud
