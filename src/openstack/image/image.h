// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/compute/compute.h"

namespace imagebuilder::openstack {

struct Image
{
    QString id;
    QString name;
    QString status; ///< queued, saving, active, killed, deactivated …
    QString owner;  ///< project id
    QString visibility;
    QString diskFormat; ///< empty while queued
    QString containerFormat;
    qint64 size = 0; ///< bytes; 0 while queued
    int minDiskGiB = 0;
    int minRamMiB = 0;
    bool isProtected = false;
    bool hidden = false;
    QString hashAlgo;  ///< `os_hash_algo`, or empty
    QString hashValue; ///< `os_hash_value`, or empty
    QDateTime created;
    Properties properties; ///< every other text property
};

/// What a new image record starts with.
struct ImageRequest
{
    QString name;
    QString diskFormat;
    QString containerFormat = QStringLiteral("bare");
    int minDiskGiB = 0;
    int minRamMiB = 0;
    Properties properties;
};

/// The way of import by which a Glance fetches from another region's, with the token of who asks.
inline const QString importMethod = QStringLiteral("glance-download");

/// An image of another Glance that the same token is good for: where the importing Glance finds it.
struct ImportSource
{
    QString imageId;
    QString region;
    QString interface; ///< public, internal, admin
};

/// A project that an image is shared with.
struct ImageMember
{
    QString projectId;
    QString status; ///< pending, accepted, rejected
};

/// What a project may store in Glance; -1 means unlimited, or not told.
struct ImageQuota
{
    qint64 maxImages = -1, usedImages = 0;
    qint64 maxMiB = -1, usedMiB = 0;
};

/// Server-side filters; empty fields do not filter.
struct ImageFilter
{
    QString name;
    QString status;
    QString owner;      ///< project id
    QString visibility; ///< private, shared, public, all
    Properties properties;
};

} // namespace imagebuilder::openstack
