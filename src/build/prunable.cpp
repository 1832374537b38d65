// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/properties.h"
#include "build/prune.h"

#include <algorithm>
#include <array>

namespace imagebuilder::build {

using openstack::Image;

namespace {

bool isStuck(const Image &image)
{
    constexpr std::array states{u"queued", u"saving", u"importing", u"uploading", u"killed"};
    return std::ranges::any_of(states, [&image](const auto *state) { return image.status == state; });
}

/// What is true of all images of one project together.
struct Whole
{
    QString current;     ///< the newest that says so: one whose mark could not be taken away may be another
    QDateTime published; ///< when the newest published one was made; what is younger may be about to be published
};

Whole wholeOf(const QList<Image> &newestFirst, const QStringList &published)
{
    Whole whole;
    for (const auto &image : newestFirst) {
        if (whole.current.isEmpty() && image.properties.value(property::state) == imageState::current)
            whole.current = image.id;
        if (!whole.published.isValid() && published.contains(image.id))
            whole.published = image.created;
    }
    return whole;
}

/// Why it must stay however old it is; empty: nothing holds it.
QString hold(const Image &image, const Retention &retention, const Whole &whole, const QStringList &running)
{
    if (running.contains(image.properties.value(property::build)))
        return QStringLiteral("its build runs");
    if (retention.published.contains(image.id))
        return QStringLiteral("published");
    if (image.id == whole.current)
        return QStringLiteral("current");
    return image.isProtected ? QStringLiteral("protected") : QString();
}

bool isGood(const Image &image)
{
    const auto state = image.properties.value(property::state);
    return state != imageState::candidate && state != imageState::bad;
}

/// `place` counts from 1 among the active ones of its sort.
Verdict byAge(const Image &image, int place, const Retention &retention, const Whole &whole)
{
    const int keep = std::max(1, retention.keep);
    const bool lastGood = isGood(image) && place == 1;
    if (whole.published.isValid() && image.created > whole.published)
        return {image, false, QStringLiteral("younger than what is published")};
    if (place > keep)
        return {image, true, QStringLiteral("beyond the %1 newest").arg(keep)};
    if (retention.notBefore.isValid() && image.created < retention.notBefore && !lastGood)
        return {image, true, QStringLiteral("older than asked for")};
    return {image, false, QStringLiteral("among the %1 newest").arg(keep)};
}

} // namespace

QList<Verdict> judge(const QList<Image> &images, const Retention &retention, const QStringList &running)
{
    auto newestFirst = images;
    newestFirst.removeIf([&retention](const Image &image) {
        return image.owner != retention.projectId ||
               !(isUnmarked(image.properties) || isOurs(image.properties, retention.deployment));
    });
    std::ranges::sort(newestFirst, [](const Image &one, const Image &other) {
        return std::tie(one.created, one.id) > std::tie(other.created, other.id);
    });
    const auto whole = wholeOf(newestFirst, retention.published);
    QMap<QString, int> counts;
    QList<Verdict> verdicts;
    for (const auto &image : newestFirst) {
        const bool active = image.status == u"active";
        const auto sort = isGood(image) ? QString() : image.properties.value(property::state);
        const int place = active ? ++counts[sort] : 0;
        if (const auto why = hold(image, retention, whole, running); !why.isEmpty())
            verdicts << Verdict{image, false, why};
        else if (active)
            verdicts << byAge(image, place, retention, whole);
        else // Without our mark nobody can tell whether it is stuck or the old charm is at work.
            verdicts << Verdict{image, isStuck(image) && isOurs(image.properties, retention.deployment),
                                QStringLiteral("it is %1").arg(image.status)};
    }
    return verdicts;
}

QStringList prunable(const QList<Image> &images, const Retention &retention, const QStringList &running)
{
    QStringList ids;
    for (const auto &verdict : judge(images, retention, running))
        if (verdict.prune)
            ids.prepend(verdict.image.id);
    return ids;
}

} // namespace imagebuilder::build
