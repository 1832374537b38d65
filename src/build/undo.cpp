// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/undo.h"

#include "build/boot.h"
#include "build/sharing.h"
#include "build/snapshot.h"
#include "build/timelimit.h"
#include "build/volume.h"

#include <algorithm>

namespace imagebuilder::build {

namespace {

constexpr milliseconds undoDeadline = std::chrono::minutes(15);
/// What a call makes whose answer nobody waited for may show up a moment later.
constexpr milliseconds secondLook = seconds(3);
const QString undoing = QStringLiteral("undo");

openstack::Cloud *cloudNamed(const Site &site, const QString &name)
{
    return name == site.cloud.name() ? &site.cloud : site.consumers.value(name);
}

Task<Result<void>> removeImages(Site &site, ProgressPtr build, openstack::Cloud *cloud, std::stop_token stop)
{
    IB_CO_TRY(const auto images, co_await imagesOfBuild(*cloud, site.deployment, build->id, stop));
    IB_CO_TRY(const auto project, co_await cloud->session().projectId(stop));
    for (const auto &image : images) {
        if (image.owner != project)
            continue;
        IB_CO_CHECK(co_await removeWithMembers(*cloud, image, stop));
        tell(site, *build, undoing, QStringLiteral("image %1 deleted on cloud %2").arg(image.id, cloud->name()));
    }
    co_return Result<void>{};
}

/// What the journal says that was made or about to be, by kind and cloud.
struct Traces
{
    bool servers = false; ///< or what belongs to one
    QStringList imageClouds;
    bool uncertain = false; ///< a call was under way
};

Traces tracesOf(const QList<store::ResourceRecord> &known, bool published)
{
    Traces traces;
    for (const auto &resource : known) {
        if (resource.kind == u"server" || resource.kind == u"floatingip" || resource.kind == u"volume")
            traces.servers = true;
        else if (resource.kind == u"image" && !published && !traces.imageClouds.contains(resource.cloud))
            traces.imageClouds << resource.cloud;
        else
            continue;
        traces.uncertain = traces.uncertain || resource.state == store::ResourceState::Intended;
    }
    return traces;
}

/// Servers first: a snapshot under way ends with them.
Task<QList<Error>> sweep(Site &site, ProgressPtr build, Traces traces, std::stop_token stop)
{
    QList<Error> errors;
    if (traces.servers) {
        const auto removed = co_await removeServers(site, build->id, stop);
        if (!removed)
            errors << removed.error().withContext(QStringLiteral("servers on cloud %1").arg(site.cloud.name()));
    }
    for (const auto &name : traces.imageClouds) {
        auto *const cloud = cloudNamed(site, name);
        if (!cloud) {
            // Nothing will ever reach it again, so the build must not stay open for it.
            tell(site, *build, undoing,
                 QStringLiteral("cloud %1 is in clouds.yaml no more, so an image of this build may be left there")
                     .arg(name),
                 Event::Kind::Warning);
            continue;
        }
        const auto removed = co_await removeImages(site, build, cloud, stop);
        if (!removed)
            errors << removed.error().withContext(QStringLiteral("images on cloud %1").arg(name));
    }
    // Last: one that is being made an image stays until that has ended, or the image is gone.
    const auto removed = co_await removeVolumes(site, build->id, stop);
    if (!removed)
        errors << removed.error().withContext(QStringLiteral("volumes on cloud %1").arg(site.cloud.name()));
    co_return errors;
}

Result<void> noteUndone(Site &site, Progress &build, const QList<store::ResourceRecord> &known)
{
    for (const auto &resource : known)
        if (resource.kind == u"server" || (resource.kind == u"image" && !build.published))
            IB_CHECK(site.journal.gone(resource.row));
    if (build.published)
        return {};
    IB_CHECK(site.journal.withdrawPublications(build.id));
    IB_TRY(const auto deliveries, site.journal.deliveries(build.id));
    for (auto delivery : deliveries) {
        if (delivery.state == u"failed")
            continue;
        delivery.imageId.clear();
        delivery.state = QStringLiteral("failed");
        delivery.error = QStringLiteral("the build was undone");
        IB_CHECK(site.journal.setDelivery(delivery));
    }
    build.delivered.clear();
    return {};
}

} // namespace

Task<Result<void>> undo(Site &site, ProgressPtr build, std::stop_token stop)
{
    const TimeLimit limit(site.clock, undoDeadline, stop);
    IB_CO_TRY(const auto known, site.journal.resources(build->id));
    const auto traces = tracesOf(known, build->published);
    auto errors = co_await sweep(site, build, traces, limit.token());
    if (traces.uncertain) {
        (void)co_await site.clock.sleep(secondLook, limit.token());
        errors = co_await sweep(site, build, traces, limit.token());
    }
    if (errors.isEmpty())
        co_return noteUndone(site, *build, known);
    QStringList texts;
    for (const auto &error : errors)
        texts << error.message();
    co_return failure(errors.first().kind(),
                      QStringLiteral("not all of build %1 could be removed (%2); the next run tries again, or end it "
                                     "with `imagebuilderd builds cancel %1`")
                          .arg(build->id, texts.join(u"; ")));
}

} // namespace imagebuilder::build
