// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <algorithm>

namespace imagebuilder::http {

QByteArray headerValue(const Headers &headers, const QByteArray &name)
{
    const auto found = std::ranges::find_if(
        headers, [&name](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
    return found == headers.end() ? QByteArray() : found->second;
}

QByteArray Response::header(const QByteArray &name) const
{
    return headerValue(headers, name);
}

QString Response::requestId() const
{
    auto id = header("x-openstack-request-id");
    if (id.isEmpty())
        id = header("x-compute-request-id");
    return QString::fromLatin1(id);
}

} // namespace imagebuilder::http
