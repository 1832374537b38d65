// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/sim/seed.h"

namespace imagebuilder::simcloud {

void seed(State &state, const QString &subnet)
{
    state.flavors = {
        {.id = newId(), .name = QStringLiteral("m1.toosmall"), .vcpus = 1, .ram = 128, .disk = 1},
        {.id = newId(), .name = QStringLiteral("m1.large"), .vcpus = 4, .ram = 8192, .disk = 80},
        {.id = newId(), .name = QStringLiteral("m1.builder"), .vcpus = 2, .ram = 1024, .disk = 20},
    };
    const QString adminId = ensureProject(state, QStringLiteral("admin")).id;
    const Network network{.id = newId(), .name = QStringLiteral("builders"), .projectId = adminId, .created = now()};
    state.networks = {network};
    state.subnets = {{.id = newId(),
                      .name = QStringLiteral("builders"),
                      .networkId = network.id,
                      .projectId = adminId,
                      .cidr = subnet + QStringLiteral(".0/24"),
                      .gateway = subnet + QStringLiteral(".1"),
                      .created = now()}};
}

} // namespace imagebuilder::simcloud
