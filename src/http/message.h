// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QUrl>

namespace imagebuilder::http {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

/// First value of a header, case-insensitive; empty when absent.
QByteArray headerValue(const Headers &headers, const QByteArray &name);

/// One request whose body, if any, fits in memory.
struct Request
{
    QByteArray method = "GET";
    QUrl url;
    Headers headers;
    QByteArray body;
    /// May be sent again after an attempt whose fate is unknown (GET, HEAD, DELETE, most PUTs; never a POST that
    /// creates).
    bool repeatable = true;
    /// Longest time without a byte in either direction.
    milliseconds idleTimeout = seconds(60);
    /// A larger answer is a Protocol error; what streams into a sink is not counted.
    qint64 maxBody = 64LL * 1024 * 1024;
    /// How many redirects are followed; OpenStack APIs get none.
    int redirects = 0;
};

struct Response
{
    int status = 0;
    Headers headers;
    QByteArray body;
    /// The final address after redirects.
    QUrl url;

    /// First value of a header, case-insensitive; empty when absent.
    QByteArray header(const QByteArray &name) const;
    /// OpenStack's `x-openstack-request-id` (or `x-compute-request-id`), or empty.
    QString requestId() const;
    bool ok() const { return status >= 200 && status < 300; }
};

} // namespace imagebuilder::http
