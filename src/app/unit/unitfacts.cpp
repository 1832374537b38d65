// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/unitfacts.h"

namespace imagebuilder::app {

namespace {

using State = juju::UnitStatus::State;

/// A status is one line of `juju status`.
QString oneLine(const QString &text)
{
    constexpr int most = 300;
    const auto line = text.simplified();
    return line.size() <= most ? line : line.first(most) + u'…';
}

juju::UnitStatus troubled(const UnitFacts &facts, const QString &text)
{
    if (!facts.servedSince.isValid())
        return {State::Blocked, oneLine(text)};
    const auto date = facts.servedSince.toUTC().date().toString(Qt::ISODate);
    return {State::Active, QStringLiteral("%1; serving images of %2").arg(oneLine(text), date)};
}

} // namespace

juju::UnitStatus unitStatus(const UnitFacts &facts)
{
    if (!facts.blocked.isEmpty())
        return {State::Blocked, oneLine(facts.blocked)};
    if (!facts.hasConsumers)
        return {State::Blocked, QStringLiteral("image integration required.")};
    if (facts.building)
        return {State::Active, QStringLiteral("Building image.")};
    if (!facts.failure.isEmpty())
        return troubled(facts, QStringLiteral("Last build failed: ") + facts.failure);
    if (!facts.unserved.isEmpty())
        return troubled(
            facts, QStringLiteral("No new image for %1: %2").arg(facts.unserved.firstKey(), facts.unserved.first()));
    if (facts.isLeader && !facts.servedSince.isValid())
        return {State::Active, QStringLiteral("Waiting for first image.")};
    return {State::Active, oneLine(facts.paused)};
}

} // namespace imagebuilder::app
