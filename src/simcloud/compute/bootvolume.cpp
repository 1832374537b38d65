// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/bootvolume.h"

#include "simcloud/sim/errors.h"

namespace imagebuilder::simcloud {

std::expected<void, Response> takeBootVolume(Context &context, const QJsonArray &mapping, Server &server)
{
    const auto device = mapping.first().toObject();
    if (mapping.size() != 1 || device.value("boot_index").toInt(-1) != 0)
        return std::unexpected(novaError(400, QStringLiteral("Block Device Mapping is Invalid: Boot sequence for the "
                                                             "instance and image/block device mapping combination is "
                                                             "not valid.")));
    if (device.value("source_type").toString() != u"volume")
        return std::unexpected(
            novaError(400, QStringLiteral("the simulated cloud boots only from volumes that are there")));
    const auto id = device.value("uuid").toString();
    const auto *volume = find(context.state.volumes, id);
    if (!volume || volume->projectId != context.caller.projectId)
        return std::unexpected(
            novaError(400, QStringLiteral("Block Device Mapping is Invalid: failed to get volume %1.").arg(id)));
    if (volume->status != u"available")
        return std::unexpected(
            novaError(400, QStringLiteral("Invalid volume: volume '%1' status must be 'available'. Currently in '%2'")
                               .arg(id, volume->status)));
    if (volume->imageId.isEmpty())
        return std::unexpected(novaError(400, QStringLiteral("Block Device %1 is not bootable.").arg(id)));
    server.volumeId = id;
    server.takesVolumeAlong = device.value("delete_on_termination").toBool();
    return {};
}

void reserveBootVolume(State &state, const Server &server)
{
    if (auto *volume = find(state.volumes, server.volumeId)) {
        volume->status = QStringLiteral("reserved");
        volume->serverId = server.id;
    }
}

} // namespace imagebuilder::simcloud
