// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <compare>
#include <optional>

namespace imagebuilder::openstack {

/// A microversion such as 2.93; numbers, so that 2.9 comes before 2.10.
struct Microversion
{
    int major = 0;
    int minor = 0;

    /// Nothing for a text that is none.
    static std::optional<Microversion> parse(const QString &text);
    QByteArray text() const;
    friend auto operator<=>(const Microversion &, const Microversion &) = default;
};

/// What a service offers; nothing where it does not say.
struct MicroversionRange
{
    Microversion least;
    Microversion most;

    /// The nearest to the wish that is offered.
    Microversion nearest(Microversion wished) const;
};

} // namespace imagebuilder::openstack
