// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/serverlife.h"

#include "simcloud/compute/boot.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/volume/volumelife.h"

namespace imagebuilder::simcloud {

namespace {

constexpr seconds scheduling{1};
constexpr seconds spawning{5};
constexpr seconds deleting{2};
constexpr seconds shownDeleted{2};
constexpr seconds poweringOff{4};
constexpr seconds poweringOn{3};
constexpr seconds unnoticed{8};

void shown(Server &server, const QString &status, const QString &taskState)
{
    server.status = status;
    server.taskState = taskState;
    server.updated = now();
}

void powerOn(Cloud &cloud, const QString &id)
{
    std::optional<VmSpec> spec;
    withServer(cloud, id, [&](State &state, Server &server) {
        if (server.taskState == QStringLiteral("deleting"))
            return;
        if (server.fault = bootFault(cloud, state, server); !server.fault.isEmpty())
            return shown(server, QStringLiteral("ERROR"), {});
        shown(server, QStringLiteral("ACTIVE"), {});
        server.launched = now();
        server.everLaunched = true;
        if (auto *volume = find(state.volumes, server.volumeId))
            volume->status = QStringLiteral("in-use");
        server.console.clear();
        spec = vmSpec(cloud, state, server);
    });
    if (spec)
        cloud.vms().boot(*spec, [&cloud, id](const QByteArray &bytes) {
            withServer(cloud, id, [&](State &, Server &server) { addToConsole(server, bytes); });
        });
}

void spawn(Cloud &cloud, const QString &id)
{
    withServer(cloud, id, [&](State &state, Server &server) {
        if (server.taskState != QStringLiteral("scheduling"))
            return;
        server.taskState = QStringLiteral("spawning");
        addPorts(state, server);
        cloud.timeline().after(spawning, [&cloud, id] { powerOn(cloud, id); });
    });
}

void bury(Cloud &cloud, const QString &id)
{
    QString volumeId;
    bool takenAlong = false;
    withServer(cloud, id, [&](State &, const Server &server) {
        volumeId = server.volumeId;
        takenAlong = server.takesVolumeAlong;
    });
    cloud.vms().remove(id, volumeId);
    if (!volumeId.isEmpty())
        detachVolume(cloud, volumeId, takenAlong);
    withServer(cloud, id, [&](State &state, Server &server) {
        shown(server, QStringLiteral("DELETED"), {});
        for (auto &floatingIp : state.floatingIps) // stay, and lead nowhere
            if (const auto *port = find(state.ports, floatingIp.portId); port && port->deviceId == id)
                floatingIp.portId.clear();
        state.ports.removeIf([&](const Port &port) { return port.deviceId == id; });
        cloud.timeline().after(shownDeleted, [&cloud, id] {
            const std::scoped_lock lock(cloud.mutex());
            removeById(cloud.state().servers, id);
        });
    });
}

} // namespace

void withServer(Cloud &cloud, const QString &id, const std::function<void(State &, Server &)> &change)
{
    const std::scoped_lock lock(cloud.mutex());
    if (auto *server = find(cloud.state().servers, id))
        change(cloud.state(), *server);
}

void beginCreate(Cloud &cloud, const QString &id)
{
    cloud.timeline().after(scheduling, [&cloud, id] { spawn(cloud, id); });
}

void beginDelete(Cloud &cloud, State &state, const QString &id)
{
    auto *server = find(state.servers, id);
    if (!server || server->taskState == QStringLiteral("deleting"))
        return;
    server->taskState = QStringLiteral("deleting");
    cloud.timeline().after(deleting, [&cloud, id] { bury(cloud, id); });
}

void beginStop(Cloud &cloud, Server &server)
{
    server.taskState = QStringLiteral("powering-off");
    const auto id = server.id;
    cloud.timeline().after(poweringOff, [&cloud, id] {
        bool stays = false;
        withServer(cloud, id,
                   [&](State &state, Server &stopped) { stays = storyOf(state, stopped) == VmStory::StopFails; });
        if (!stays)
            cloud.vms().stop(id);
        withServer(cloud, id, [&](State &, Server &stopped) {
            if (stopped.taskState == QStringLiteral("powering-off"))
                shown(stopped, stays ? QStringLiteral("ACTIVE") : QStringLiteral("SHUTOFF"), {});
        });
    });
}

void losePower(Cloud &cloud, const QString &id)
{
    cloud.timeline().after(seconds(0), [&cloud, id] { cloud.vms().stop(id); });
    cloud.timeline().after(unnoticed, [&cloud, id] {
        withServer(cloud, id, [](State &, Server &server) {
            if (server.status == QStringLiteral("ACTIVE") && server.taskState.isEmpty())
                shown(server, QStringLiteral("SHUTOFF"), {});
        });
    });
}

void beginStart(Cloud &cloud, Server &server)
{
    server.taskState = QStringLiteral("powering-on");
    const auto id = server.id;
    cloud.timeline().after(poweringOn, [&cloud, id] { powerOn(cloud, id); });
}

} // namespace imagebuilder::simcloud
