// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace imagebuilder::openstack {

/// Our properties on servers, images and so on; keys such as `imagebuilder:build`.
using Properties = QMap<QString, QString>;

struct Flavor
{
    QString id;
    QString name;
    int vcpus = 0;
    int ramMiB = 0;
    int diskGiB = 0; ///< 0: boots from a volume
    bool disabled = false;
};

struct Server
{
    QString id;
    QString name;
    QString status;    ///< ACTIVE, BUILD, ERROR, SHUTOFF, DELETED …
    QString taskState; ///< empty when none
    QString fault;     ///< Nova's fault message in ERROR, or empty
    QString imageId;   ///< what it was made from; empty for one that boots from a volume
    QStringList addresses;
    Properties metadata;
    QDateTime created;
};

/// What boots a builder VM. Config drive always.
struct ServerRequest
{
    QString name;
    QString imageId;
    QString volumeId; ///< boots from it instead of the image, and leaves it behind; empty: a disk of the flavor's
    QString flavorId;
    QString networkId;
    QString availabilityZone; ///< empty: Nova chooses
    QString keyName;
    QString securityGroup;
    QByteArray userData; ///< plain; sent in base64, which may take 65,535 bytes at most
    Properties metadata;
};

struct KeyPair
{
    QString name;
    QString fingerprint; ///< MD5 with colons, as Nova computes it
    QString publicKey;
};

/// Absolute limits of a project; -1 means unlimited or not told.
struct ComputeLimits
{
    int maxInstances = -1, usedInstances = 0;
    int maxCores = -1, usedCores = 0;
    int maxRamMiB = -1, usedRamMiB = 0;
    int maxKeyPairs = -1;
};

} // namespace imagebuilder::openstack
