// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QJsonObject>
#include <QtCore/QList>

namespace imagebuilder::openstack {

/// One page of a list.
struct Page
{
    QList<QJsonObject> items;
    /// The query of the link to the next page; empty on the last one. Host and path of such links are often wrong
    /// (CASES 35), so nobody uses them.
    QString nextQuery;
};

/// `key` is the list's name ("servers"); `next` (Glance), `<key>_links` (Nova, Neutron) and `links` (Keystone) are
/// known.
Result<Page> parsePage(const QByteArray &body, const QString &key);

} // namespace imagebuilder::openstack
