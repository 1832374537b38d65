// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "openstack/discovery/microversion.h"

#include <QtCore/QList>
#include <QtCore/QUrl>

namespace imagebuilder::openstack {

/// One API version that a service's version document lists.
struct ApiVersion
{
    QString id;   ///< "v2.16"
    QString path; ///< of its own link, without a trailing slash; the rest of such links is often wrong (CASES 35)
    std::optional<MicroversionRange> range;
};

/// The versions of a document, be it a list (also Keystone's, with "values") or one version's own. Empty for anything
/// else, such as a page in HTML.
QList<ApiVersion> parseVersions(const QByteArray &body);

/// A catalog's address taken apart: `https://host/prefix` + `v2.1` + `/project`.
struct EndpointParts
{
    QUrl base;       ///< without a trailing slash
    QString version; ///< empty where the address has none
};
EndpointParts endpointParts(const QUrl &endpoint);

/// `url` with a path below it; no doubled slash.
QUrl below(const QUrl &url, const QString &path);

/// Where a version lives: at the base's host and scheme, whatever its link says; a longer prefix there counts.
QUrl versionUrl(const QUrl &base, const ApiVersion &version, const QString &spoken);

/// The entry of the version that we speak ("v2.1"); nothing when it is not listed.
std::optional<ApiVersion> versionSpoken(const QList<ApiVersion> &versions, const QString &spoken);

} // namespace imagebuilder::openstack
