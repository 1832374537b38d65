// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "openstack/image/image.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QUrlQuery>

namespace imagebuilder::openstack {

// Glance's JSON as values and back.

/// Text fields that Glance's own schema does not name are properties.
Result<Image> parseImage(const QJsonObject &object);

/// The answer to `/v2/images/ID/members`, which has no pages.
Result<QList<ImageMember>> parseImageMembers(const QByteArray &body);

/// The answer to `/v2/info/usage`: its `image_count_total` and `image_size_total` (in MiB), where they are.
Result<ImageQuota> parseImageQuota(const QByteArray &body);

/// The answer to `/v2/info/import`: the ways of import that are offered.
Result<QStringList> parseImportMethods(const QByteArray &body);

/// A request for an import by `glance-download`.
QJsonObject importBody(const ImportSource &source);
/// Whether Glance's task is through with an image that was to be imported: as long as it works, it holds the image's
/// `os_glance_import_task`. One that failed leaves the image queued.
bool importEnded(const Image &image);

QJsonObject imageBody(const ImageRequest &request);
/// The patch (media type `application/openstack-images-v2.1-json-patch`) that adds or replaces properties.
QJsonArray propertiesPatch(const Properties &properties);

/// The filter as Glance takes it, newest first; what Glance would not take literally is left out.
QUrlQuery filterQuery(const ImageFilter &filter);
/// Whether an image passes the filter, every field taken literally.
bool passes(const Image &image, const ImageFilter &filter);

} // namespace imagebuilder::openstack
