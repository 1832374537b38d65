// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/snapshot.h"

#include "build/content.h"
#include "build/labelimage.h"
#include "build/properties.h"
#include "build/volumesnapshot.h"

#include <algorithm>

namespace imagebuilder::build {

using openstack::Image;

namespace {

bool mayHaveWorked(ErrorKind kind)
{
    return kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout || kind == ErrorKind::Protocol ||
           kind == ErrorKind::Conflict; // a snapshot that is under way refuses a second one
}

/// Whether Nova made it of this build's VM: copies carry their consumer.
bool isSnapshot(const Image &image)
{
    return !image.properties.contains(property::consumer) && image.status != u"killed" && image.status != u"deleted" &&
           image.status != u"pending_delete";
}

Task<Result<QString>> askFor(Site &site, ProgressPtr build, std::stop_token stop)
{
    const auto properties = imageProperties(site, *build);
    const auto name = build->request.imageName;
    const auto made = co_await site.cloud.compute().createImage(build->serverId, name, properties, stop);
    if (made || !mayHaveWorked(made.error().kind()))
        co_return made;
    // The snapshot may be under way although its answer was lost: look before it is asked for again.
    IB_CO_TRY(const auto found, co_await findSnapshot(site, build->id, stop));
    if (found)
        co_return *found;
    tell(site, *build, step::snapshot, QStringLiteral("asking once more: %1").arg(made.error().message()));
    co_return co_await site.cloud.compute().createImage(build->serverId, name, properties, stop);
}

constexpr milliseconds signOfLife = std::chrono::minutes(5);

/// Tells the state that a snapshot is in when that changes, and again every five minutes: it may take hours.
class SnapshotProgress
{
public:
    SnapshotProgress(const Site &site, ProgressPtr build)
        : m_site(site), m_build(std::move(build)), m_began(site.clock.monotonic())
    {
    }
    void see(const QString &state)
    {
        const auto now = m_site.clock.monotonic();
        if (state.isEmpty() || (state == m_state && now - m_told < signOfLife))
            return;
        m_state = state;
        m_told = now;
        tell(m_site, *m_build, step::snapshot,
             QStringLiteral("%1, after %2 s").arg(state).arg((now - m_began).count() / 1000));
    }

private:
    const Site &m_site;
    ProgressPtr m_build;
    milliseconds m_began;
    milliseconds m_told{0};
    QString m_state;
};

/// Waits until Nova is through with the VM, then until Glance holds the bytes; the image as it is then, or its end.
Task<Result<std::optional<Image>>> snapshotEnd(Site &site, ProgressPtr build, std::stop_token stop)
{
    const auto progress = std::make_shared<SnapshotProgress>(site, build);
    const auto idle = [progress](const std::optional<openstack::Server> &server) {
        progress->see(server ? server->taskState : QString());
        return !server || server->taskState.isEmpty();
    };
    IB_CO_TRY(const auto server, co_await site.watcher.server(build->serverId, idle, site.options.snapshotDeadline,
                                                              Watcher::Pace::Soon, stop));
    // Without its server an image stays `saving` for ever, so one look must do.
    const bool orphan = !server;
    const auto ended = [orphan, progress](const std::optional<Image> &image) {
        progress->see(image ? QStringLiteral("image %1").arg(image->status) : QString());
        return orphan || !image || image->status == u"killed" || image->status == u"deactivated" ||
               (image->status == u"active" && image->size > 0);
    };
    co_return co_await site.watcher.image(build->snapshotId, ended, site.options.stopDeadline, Watcher::Pace::Soon,
                                          stop);
}

/// One attempt; false when the snapshot was killed and another one may do better.
Task<Result<bool>> takeSnapshot(Site &site, ProgressPtr build, std::stop_token stop)
{
    IB_CO_TRY(const auto row, intendedSnapshot(site, *build));
    IB_CO_TRY(const auto existing, co_await findSnapshot(site, build->id, stop));
    if (existing) {
        build->snapshotId = *existing;
    } else {
        IB_CO_TRY(build->snapshotId, co_await askFor(site, build, stop));
    }
    IB_CO_CHECK(site.journal.created(row, build->snapshotId));
    tell(site, *build, step::snapshot, QStringLiteral("image %1").arg(build->snapshotId));
    IB_CO_TRY(const auto image, co_await snapshotEnd(site, build, stop));
    if (image && image->status == u"active" && image->size > 0) {
        co_await labelImage(site, build, site.cloud, *image, stop);
        IB_CO_CHECK(site.journal.noteStep(build->id, step::snapshot, {{"size", image->size}}));
        co_return true;
    }
    IB_CO_CHECK(co_await site.cloud.images().remove(build->snapshotId, stop));
    IB_CO_CHECK(site.journal.gone(row));
    if (image && image->status == u"killed")
        co_return false;
    co_return failure(
        ErrorKind::Unavailable,
        QStringLiteral("the snapshot of server %1 failed on cloud %2: image %3 is %4 with %5 bytes")
            .arg(build->serverId, site.cloud.name(), build->snapshotId, image ? image->status : QStringLiteral("gone"))
            .arg(image ? image->size : 0));
}

} // namespace

Task<Result<std::optional<QString>>> findSnapshot(Site &site, QString buildId, std::stop_token stop)
{
    IB_CO_TRY(const auto images, co_await imagesOfBuild(site.cloud, site.deployment, buildId, stop));
    const auto found = std::ranges::find_if(images, isSnapshot);
    co_return found == images.end() ? std::optional<QString>() : std::optional(found->id);
}

Result<qint64> intendedSnapshot(Site &site, const Progress &build)
{
    IB_TRY(const auto known, site.journal.resources(build.id));
    const auto found = std::ranges::find_if(
        known, [&site](const auto &r) { return r.kind == u"image" && r.cloud == site.cloud.name(); });
    if (found != known.end())
        return found->row;
    return site.journal.intend({.build = build.id,
                                .kind = QStringLiteral("image"),
                                .cloud = site.cloud.name(),
                                .name = build.request.imageName});
}

openstack::Properties imageProperties(const Site &site, const Progress &build)
{
    auto properties = build.request.labels.properties;
    properties.insert(buildProperties(site.deployment, build.id, build.request));
    properties.insert(QStringLiteral("architecture"), build.request.arch.glance);
    properties.insert(property::state, imageState::candidate);
    if (!build.runnerVersion.isEmpty())
        properties.insert(property::runner, build.runnerVersion);
    if (!build.baseSerial.isEmpty())
        properties.insert(property::serial, build.baseSerial);
    if (!build.baseSha256.isEmpty())
        properties.insert(property::sha256, QString::fromLatin1(build.baseSha256));
    if (const auto userData = userDataFingerprint(build.request))
        properties.insert(property::userData, *userData);
    if (!build.request.scriptUrl.isEmpty())
        properties.insert(property::script, scriptFingerprint(build.request, build.scriptSha256));
    return properties;
}

Task<Result<QList<Image>>> imagesOfBuild(openstack::Cloud &cloud, QString deployment, QString buildId,
                                         std::stop_token stop)
{
    openstack::ImageFilter filter;
    filter.properties = {{property::deployment, deployment}, {property::build, buildId}};
    IB_CO_TRY(auto images, co_await cloud.images().images(filter, stop));
    images.removeIf([&](const Image &image) { return !isOfBuild(image.properties, deployment, buildId); });
    co_return images;
}

Task<Result<void>> snapshot(Site &site, ProgressPtr build, std::stop_token stop)
{
    if (!build->volumeId.isEmpty())
        co_return co_await snapshotVolume(site, build, stop);
    IB_CO_TRY(bool taken, co_await takeSnapshot(site, build, stop));
    if (!taken) {
        tell(site, *build, step::snapshot, QStringLiteral("Glance gave the snapshot up; asking for another"),
             Event::Kind::Warning);
        IB_CO_TRY(taken, co_await takeSnapshot(site, build, stop));
    }
    if (!taken)
        co_return failure(ErrorKind::Unavailable, QStringLiteral("cloud %1 gave up two snapshots of server %2 (image "
                                                                 "status killed); its Glance's log says why")
                                                      .arg(site.cloud.name(), build->serverId));
    co_return site.journal.noteStep(build->id, step::snapshot, {{"image", build->snapshotId}});
}

} // namespace imagebuilder::build
