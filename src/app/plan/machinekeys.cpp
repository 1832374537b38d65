// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/parsing.h"
#include "app/plan/keygroups.h"
#include "app/plan/taking.h"

namespace imagebuilder::app {

namespace {
const QString ofReaching = QStringLiteral("How VMs are reached, and for how long");
} // namespace

QList<PlanKey> howItIsReached()
{
    return {
        {.path = QStringLiteral("ssh.cidrs"),
         .option = QStringLiteral("--ssh-cidrs"),
         .valueName = QStringLiteral("NETWORKS"),
         .help = QStringLiteral("networks that may reach tcp 22 of the VMs, a list [everywhere]"),
         .take = TakeList(takeCidrs),
         .ofInit = true},
        {.path = QStringLiteral("ssh.user"),
         .option = QStringLiteral("--ssh-user"),
         .variable = QStringLiteral("IMAGEBUILDER_SSH_USER"),
         .valueName = QStringLiteral("NAME"),
         .help = QStringLiteral("user to log in as [ubuntu]"),
         .group = ofReaching,
         .take = text([](Plan &plan) -> auto & { return plan.build.sshUser; })},
        {.path = QStringLiteral("ssh.port"),
         .option = QStringLiteral("--ssh-port"),
         .variable = QStringLiteral("IMAGEBUILDER_SSH_PORT"),
         .valueName = QStringLiteral("PORT"),
         .help = QStringLiteral("TCP port of the VMs' sshd [22]"),
         .group = ofReaching,
         .take = number([](Plan &plan) -> auto & { return plan.build.sshPort; }, 1, 65535),
         .form = PlanKey::Form::Number},
        {.path = QStringLiteral("ssh.host-key-from"),
         .option = QStringLiteral("--host-key-from"),
         .valueName = QStringLiteral("FILE"),
         .help = QStringLiteral("the VM's public host keys, where the cloud shows no console"),
         .group = ofReaching,
         .take = content([](Plan &plan) -> auto & { return plan.build.hostKeys; })},
        duration("poll-interval", "--poll-interval",
                 "how often the cloud is asked while something is about to change [1s]",
                 [](Plan &plan) -> auto & { return plan.build.pollInterval; }),
        duration("deadlines.boot", "--boot-deadline", "until the VM is active [15m]",
                 [](Plan &plan) -> auto & { return plan.build.bootDeadline; }),
        duration("deadlines.provision", "--provision-deadline", "until cloud-init is done [2h]",
                 [](Plan &plan) -> auto & { return plan.build.provisionDeadline; }),
        duration("deadlines.script", "--script-deadline", "for the custom script [1h]",
                 [](Plan &plan) -> auto & { return plan.build.scriptDeadline; }),
        duration("deadlines.stop", "--stop-deadline", "until the VM is stopped [10m]",
                 [](Plan &plan) -> auto & { return plan.build.stopDeadline; }),
        duration("deadlines.snapshot", "--snapshot-deadline", "until the snapshot is active [3h]",
                 [](Plan &plan) -> auto & { return plan.build.snapshotDeadline; }),
        {.path = QStringLiteral("ring-mib"),
         .option = QStringLiteral("--ring-mib"),
         .valueName = QStringLiteral("MIB"),
         .help = QStringLiteral("memory for the copying of snapshots, in MiB [64]"),
         .group = ofReaching,
         .take = TakeText(takeRing),
         .form = PlanKey::Form::Number},
    };
}

} // namespace imagebuilder::app
