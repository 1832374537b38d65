// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/changeimages.h"

#include "build/imagestate.h"
#include "build/properties.h"

#include <algorithm>

namespace imagebuilder::app {

namespace imageState = build::imageState;

namespace {

/// What all changes of one order share.
struct Work
{
    Backend &backend;
    ImageOrder order;
    QString verb;
    Revisions revisions;
    ImageChanges done;
};
using WorkPtr = std::shared_ptr<Work>;

Task<Result<WorkPtr>> begin(Backend &backend, ImageOrder order, QString verb, std::stop_token stop)
{
    IB_CO_TRY(auto revisions, co_await listRevisions(backend, order.scope, stop));
    // A name would have narrowed the list down before an id of another name could be said to be none.
    co_return std::make_shared<Work>(Work{.backend = backend,
                                          .order = order,
                                          .verb = verb,
                                          .revisions = std::move(revisions),
                                          .done = {.imageName = order.scope.imageName, .build = {}, .list = {}}});
}

void setBuild(Work &work, const QString &build)
{
    work.done.build = build;
    for (const auto &revision : work.revisions.list)
        if (revision.build == build)
            work.done.imageName = revision.image.name;
}

/// The active image of a build in a place.
const Revision *imageIn(const Work &work, qsizetype place, const QString &build)
{
    const auto found = std::ranges::find_if(work.revisions.list, [&](const Revision &each) {
        return each.place == place && each.build == build && each.image.status == u"active";
    });
    return found == work.revisions.list.end() ? nullptr : &*found;
}

bool isGoodPrevious(const Revision &revision, const QString &imageName)
{
    return revision.image.name == imageName && revision.image.status == u"active" &&
           revision.state == imageState::previous;
}

Result<void> note(Work &work, const ImageChange &change)
{
    work.done.list << change;
    IB_TRY(auto *const journal, work.backend.journal());
    return journal->addDecision({.verb = work.verb,
                                 .who = work.order.who,
                                 .imageName = work.done.imageName,
                                 .build = work.done.build,
                                 .cloud = change.cloud,
                                 .imageId = change.imageId,
                                 .outcome = change.error.isEmpty() ? change.state : change.error,
                                 .time = {}});
}

/// Clouds that could not be asked: nothing changed there.
Result<void> noteFailed(Work &work)
{
    for (const auto &[cloud, error] : work.revisions.places.failed.asKeyValueRange())
        IB_CHECK(note(work, {.cloud = cloud, .imageId = {}, .state = {}, .error = error.message()}));
    return {};
}

/// Consumers that a build gave exactly this image: those that it was shared with are of other projects.
Result<QStringList> givenTo(Work &work, const Revision &revision)
{
    IB_TRY(const auto *const journal, work.backend.journal());
    IB_TRY(const auto deliveries, journal->deliveries(revision.build));
    QStringList consumers;
    for (const auto &delivery : deliveries)
        if (delivery.state == u"delivered" && delivery.imageId == revision.image.id)
            consumers << delivery.consumer;
    return consumers;
}

Result<void> notePublished(Work &work, const ImagePlace &place, const Revision &revision)
{
    IB_TRY(auto *const journal, work.backend.journal());
    IB_TRY(auto consumers, givenTo(work, revision));
    consumers << place.consumers;
    consumers.removeDuplicates();
    for (const auto &consumer : std::as_const(consumers))
        IB_CHECK(journal->setPublication({.imageName = revision.image.name,
                                          .consumer = consumer,
                                          .imageId = revision.image.id,
                                          .build = revision.build,
                                          .who = work.order.who,
                                          .before = {},
                                          .changed = {}}));
    return {};
}

Task<Result<void>> show(WorkPtr work, Revision revision, std::stop_token stop)
{
    const auto place = work->revisions.placeOf(revision);
    const build::Shelf shelf{.cloud = place.cloud,
                             .projectId = place.projectId,
                             .deployment = work->revisions.places.deployment,
                             .imageName = revision.image.name};
    ImageChange change{.cloud = place.name, .imageId = revision.image.id, .state = imageState::current, .error = {}};
    const auto marked = co_await build::markCurrent(shelf, revision.image.id, stop);
    if (marked) {
        IB_CO_CHECK(notePublished(*work, place, revision));
    } else {
        change.state = revision.state;
        change.error = marked.error().message();
    }
    co_return note(*work, change);
}

Task<Result<void>> mark(WorkPtr work, Revision revision, QString state, std::stop_token stop)
{
    const auto place = work->revisions.placeOf(revision);
    ImageChange change{.cloud = place.name, .imageId = revision.image.id, .state = state, .error = {}};
    const auto marked = co_await build::markState(place.cloud, revision.image.id, state, stop);
    if (!marked) {
        change.state = revision.state;
        change.error = marked.error().message();
    }
    co_return note(*work, change);
}

/// The image of another project that the build shared with this one, if it is there still.
Result<const Revision *> sharedWith(Work &work, const ImagePlace &place)
{
    for (const auto &revision : work.revisions.list) {
        if (revision.build != work.done.build || revision.image.status != u"active")
            continue;
        IB_TRY(const auto consumers, givenTo(work, revision));
        for (const auto &consumer : consumers)
            if (place.consumers.contains(consumer))
                return &revision;
    }
    return nullptr;
}

/// A project without an image of its own of the build: what was current there no longer is, where one is shared with
/// it.
Task<Result<void>> showShared(WorkPtr work, ImagePlace place, std::stop_token stop)
{
    IB_CO_TRY(const auto *const shared, sharedWith(*work, place));
    if (!shared)
        co_return note(*work, {.cloud = place.name,
                               .imageId = {},
                               .state = {},
                               .error = QStringLiteral("it has no active image of build %1 and shows what it showed "
                                                       "before; `imagebuilderd images` lists what is there")
                                            .arg(work->done.build)});
    const build::Shelf shelf{.cloud = place.cloud,
                             .projectId = place.projectId,
                             .deployment = work->revisions.places.deployment,
                             .imageName = shared->image.name};
    ImageChange change{.cloud = place.name, .imageId = shared->image.id, .state = imageState::current, .error = {}};
    const auto marked = co_await build::markCurrent(shelf, QString(), stop);
    if (!marked)
        change.error = marked.error().message();
    co_return note(*work, change);
}

/// Shows the build's images wherever they are.
Task<Result<ImageChanges>> showBuild(WorkPtr work, std::stop_token stop)
{
    for (qsizetype place = 0; place < work->revisions.places.list.size(); ++place) {
        const auto *const revision = imageIn(*work, place, work->done.build);
        const auto &where = work->revisions.places.list.at(place);
        if (revision) {
            const Revision shown = *revision;
            IB_CO_CHECK(co_await show(work, shown, stop));
        } else if (const ImagePlace lacking = where; !lacking.consumers.isEmpty()) {
            IB_CO_CHECK(co_await showShared(work, lacking, stop));
        }
    }
    IB_CO_CHECK(noteFailed(*work));
    co_return work->done;
}

/// A build's images as one: bad when any is.
QString stateOf(const Work &work, const QString &build)
{
    QString state;
    for (const auto &revision : work.revisions.list)
        if (revision.build == build && (state.isEmpty() || revision.state == imageState::bad))
            state = revision.state;
    return state;
}

Result<void> checkNotBad(const Work &work)
{
    if (stateOf(work, work.done.build) != imageState::bad)
        return {};
    return failure(ErrorKind::Conflict,
                   QStringLiteral("the images of build %1 were called bad; `imagebuilderd images mark-good %1` takes "
                                  "that back")
                       .arg(work.done.build));
}

/// The build to go back to where none was named.
Result<QString> goodBefore(const Work &work)
{
    QDateTime shown;
    for (const auto &each : work.revisions.list)
        if (each.image.name == work.done.imageName && each.state == imageState::current)
            shown = shown.isValid() ? std::max(shown, each.image.created) : each.image.created;
    const Revision *best = nullptr;
    for (const auto &each : work.revisions.list)
        if (isGoodPrevious(each, work.done.imageName) && stateOf(work, each.build) != imageState::bad &&
            (!shown.isValid() || each.image.created < shown) && (!best || best->image.created < each.image.created))
            best = &each;
    if (best)
        return best->build;
    return failure(ErrorKind::NotFound,
                   QStringLiteral("there is no earlier good image of %1 to go back to; `imagebuilderd images` lists "
                                  "what there is")
                       .arg(work.done.imageName));
}

/// What takes the place of a bad one.
const Revision *replacement(const Work &work, const Revision &bad)
{
    const Revision *best = nullptr;
    for (const auto &each : work.revisions.list)
        if (each.place == bad.place && isGoodPrevious(each, bad.image.name) &&
            (!best || best->image.created < each.image.created))
            best = &each;
    return best;
}

} // namespace

bool ImageChanges::whole() const
{
    return std::ranges::all_of(list, [](const ImageChange &change) { return change.error.isEmpty(); });
}

Task<Result<ImageChanges>> rollBack(Backend &backend, ImageOrder order, std::stop_token stop)
{
    IB_CO_TRY(const auto work, co_await begin(backend, order, QStringLiteral("rollback"), stop));
    const auto meant = order.id.isEmpty() ? goodBefore(*work) : buildMeant(work->revisions, order.id);
    IB_CO_TRY(const auto build, Result<QString>(meant));
    setBuild(*work, build);
    IB_CO_CHECK(checkNotBad(*work));
    if (stateOf(*work, build) == imageState::candidate)
        co_return failure(ErrorKind::Conflict,
                          QStringLiteral("the images of build %1 were never published; `imagebuilderd images promote "
                                         "%1` does that")
                              .arg(build));
    co_return co_await showBuild(work, stop);
}

Task<Result<ImageChanges>> promote(Backend &backend, ImageOrder order, std::stop_token stop)
{
    IB_CO_TRY(const auto work, co_await begin(backend, order, QStringLiteral("promote"), stop));
    IB_CO_TRY(const auto build, buildMeant(work->revisions, order.id));
    setBuild(*work, build);
    IB_CO_CHECK(checkNotBad(*work));
    IB_CO_TRY(const auto *const journal, backend.journal());
    IB_CO_TRY(const auto record, journal->build(build));
    if (record && record->state != store::BuildState::Succeeded)
        co_return failure(ErrorKind::Conflict, QStringLiteral("build %1 is %2, so its images are not to be shown")
                                                   .arg(build, store::buildStateName(record->state)));
    co_return co_await showBuild(work, stop);
}

Task<Result<ImageChanges>> markBad(Backend &backend, ImageOrder order, std::stop_token stop)
{
    IB_CO_TRY(const auto work, co_await begin(backend, order, QStringLiteral("mark-bad"), stop));
    IB_CO_TRY(const auto build, buildMeant(work->revisions, order.id));
    setBuild(*work, build);
    const auto revisions = work->revisions.list;
    for (const auto &bad : revisions) {
        if (bad.build != build)
            continue;
        const auto *const next = bad.state == imageState::current ? replacement(*work, bad) : nullptr;
        if (next) {
            const Revision shown = *next;
            IB_CO_CHECK(co_await show(work, shown, stop));
        }
        IB_CO_CHECK(co_await mark(work, bad, imageState::bad, stop));
        if (bad.state == imageState::current && !next && !work->revisions.placeOf(bad).consumers.isEmpty())
            IB_CO_CHECK(note(*work, {.cloud = work->revisions.placeOf(bad).name,
                                     .imageId = bad.image.id,
                                     .state = imageState::bad,
                                     .error = QStringLiteral("there is no other good image in this project, so it is "
                                                             "shown until the next build")}));
    }
    IB_CO_CHECK(noteFailed(*work));
    co_return work->done;
}

Task<Result<ImageChanges>> markGood(Backend &backend, ImageOrder order, std::stop_token stop)
{
    IB_CO_TRY(const auto work, co_await begin(backend, order, QStringLiteral("mark-good"), stop));
    IB_CO_TRY(const auto build, buildMeant(work->revisions, order.id));
    setBuild(*work, build);
    const auto revisions = work->revisions.list;
    for (const auto &each : revisions)
        if (each.build == build && each.state == imageState::bad)
            IB_CO_CHECK(co_await mark(work, each, imageState::previous, stop));
    IB_CO_CHECK(noteFailed(*work));
    co_return work->done;
}

} // namespace imagebuilder::app
