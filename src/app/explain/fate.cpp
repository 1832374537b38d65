// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/explain/fate.h"

#include "build/properties.h"

namespace imagebuilder::app {

using store::BuildState;

namespace {

namespace imageState = build::imageState;

void say(Explanation &about, const QString &fate, const QString &remedy = {})
{
    about.fate = fate;
    about.remedy = remedy;
}

QString shownTime(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODate);
}

/// Who ended it, where the journal knows: "by ann".
QString deciderOf(const Explanation &about, const QString &verb)
{
    for (const auto &decision : about.decisions)
        if (decision.verb == verb)
            return QStringLiteral(" by %1").arg(decision.who);
    return {};
}

void judgeBuild(Explanation &about)
{
    const auto &record = about.build->record;
    if (record.state == BuildState::Running && about.build->alive)
        return say(about, QStringLiteral("it runs, in step %1").arg(record.step));
    if (record.state == BuildState::Running)
        return say(about, QStringLiteral("its process died in step %1").arg(record.step),
                   QStringLiteral("give its command again, or imagebuilderd builds cancel %1").arg(record.id));
    const auto ended = shownTime(record.ended);
    if (record.state == BuildState::Cancelled)
        return say(
            about,
            QStringLiteral("it was cancelled%1, ended at %2").arg(deciderOf(about, QStringLiteral("cancel")), ended));
    if (const auto who = deciderOf(about, QStringLiteral("cancel"));
        record.state == BuildState::Failed && !who.isEmpty())
        return say(about,
                   QStringLiteral("it was interrupted in step %1 and taken back%2 at %3").arg(record.step, who, ended));
    if (record.state == BuildState::Failed)
        return say(about, QStringLiteral("it failed in step %1 at %2: %3").arg(record.step, ended, record.error),
                   QStringLiteral("imagebuilderd builds log %1").arg(record.id));
    for (const auto &delivery : about.deliveries)
        if (delivery.state == u"gone")
            return say(about, QStringLiteral("consumer %1 lost its image: %2").arg(delivery.consumer, delivery.error),
                       QStringLiteral("imagebuilderd check"));
    for (const auto &delivery : about.deliveries)
        if (delivery.state == u"failed")
            return say(about, QStringLiteral("consumer %1 got no image: %2").arg(delivery.consumer, delivery.error),
                       QStringLiteral("imagebuilderd builds show %1").arg(record.id));
    say(about, about.shown.isEmpty() ? QStringLiteral("it succeeded at %1; no consumer shows it").arg(ended)
                                     : QStringLiteral("it succeeded at %1 and is shown").arg(ended));
}

/// One that is no longer there, or about to go.
void judgeGone(Explanation &about)
{
    const auto &resource = about.resource;
    const auto pruned = deciderOf(about, QStringLiteral("prune"));
    if (!pruned.isEmpty())
        say(about, QStringLiteral("it was pruned%1").arg(pruned));
    else if (!resource || resource->state != store::ResourceState::Gone)
        say(about, QStringLiteral("cloud %1 no longer has it, and nobody here deleted it").arg(about.cloud));
    else if (about.kind == u"image" && about.build && about.build->record.state == BuildState::Succeeded)
        say(about, QStringLiteral("a later build pruned it at %1").arg(shownTime(resource->changed)));
    else
        say(about, QStringLiteral("its build took it away at %1").arg(shownTime(resource->changed)));
    if (!about.shown.isEmpty())
        about.remedy = QStringLiteral("imagebuilderd check");
}

void judgeImage(Explanation &about)
{
    const auto &presence = about.presence;
    if (presence.state == Presence::State::There && presence.status != u"active")
        return say(about, QStringLiteral("it is %1 on cloud %2").arg(presence.status, about.cloud),
                   about.shown.isEmpty() ? QString() : QStringLiteral("imagebuilderd check"));
    if (presence.imageState == imageState::bad)
        return say(about, QStringLiteral("it was marked bad%1").arg(deciderOf(about, QStringLiteral("mark-bad"))),
                   QStringLiteral("imagebuilderd images mark-good %1").arg(about.id));
    if (!about.shown.isEmpty())
        return say(about, QStringLiteral("it is what its consumers show"));
    if (presence.imageState == imageState::candidate)
        return say(about, QStringLiteral("it waits to be published"),
                   QStringLiteral("imagebuilderd images promote %1").arg(about.id));
    if (presence.imageState == imageState::previous)
        return say(about,
                   QStringLiteral("a newer one took its place%1").arg(deciderOf(about, QStringLiteral("rollback"))),
                   QStringLiteral("imagebuilderd images rollback --to %1").arg(about.id));
    say(about, QStringLiteral("no consumer shows it"));
}

void judgeOther(Explanation &about)
{
    const bool working = about.build && about.build->record.state == BuildState::Running && about.build->alive;
    if (working)
        return say(about, QStringLiteral("its build is at work with it"));
    if (about.build && about.build->record.state == BuildState::Running)
        return judgeBuild(about);
    if (!about.build && about.ours)
        return say(about, QStringLiteral("it belongs to the deployment and serves all builds"));
    say(about, QStringLiteral("its build has ended and left it behind"), QStringLiteral("imagebuilderd gc --delete"));
}

} // namespace

void judgeFate(Explanation &about)
{
    if (about.kind == u"build")
        return judgeBuild(about);
    if (!about.ours)
        return say(about, about.presence.deployment.isEmpty()
                              ? QStringLiteral("it carries no mark of ours; imagebuilderd does not touch it")
                              : QStringLiteral("it belongs to deployment %1, another than this one's")
                                    .arg(about.presence.deployment));
    const bool gone = about.resource && about.resource->state == store::ResourceState::Gone;
    if (about.presence.state == Presence::State::Gone || (gone && about.presence.state != Presence::State::There))
        return judgeGone(about);
    if (about.kind == u"image")
        return judgeImage(about);
    judgeOther(about);
}

} // namespace imagebuilder::app
