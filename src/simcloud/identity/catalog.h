// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QJsonArray>
#include <QtCore/QStringList>

namespace imagebuilder::simcloud {

/// The services with public, internal and admin endpoints in each region, all below `url`. Each region has a Glance of
/// its own; the others serve all regions.
QJsonArray catalogJson(const QString &url, const QStringList &regions, const QString &projectId);

} // namespace imagebuilder::simcloud
