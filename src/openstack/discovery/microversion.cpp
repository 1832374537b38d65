// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/discovery/microversion.h"

#include <algorithm>

namespace imagebuilder::openstack {

std::optional<Microversion> Microversion::parse(const QString &text)
{
    const auto point = text.indexOf(u'.');
    bool majorFits = false;
    bool minorFits = false;
    const Microversion version{.major = text.first(std::max<qsizetype>(point, 0)).toInt(&majorFits),
                               .minor = text.mid(point + 1).toInt(&minorFits)};
    if (!majorFits || !minorFits)
        return std::nullopt;
    return version;
}

QByteArray Microversion::text() const
{
    return QByteArray::number(major) + '.' + QByteArray::number(minor);
}

Microversion MicroversionRange::nearest(Microversion wished) const
{
    return std::max(least, std::min(wished, most));
}

} // namespace imagebuilder::openstack
