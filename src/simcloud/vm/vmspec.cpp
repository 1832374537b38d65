// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/vm/vmspec.h"

#include <QtCore/QMap>

namespace imagebuilder::simcloud {

VmStory vmStory(const QString &name)
{
    static const QMap<QString, VmStory> stories = {
        {"error", VmStory::Error},
        {"recoverable", VmStory::Recoverable},
        {"status-error", VmStory::StatusError},
        {"never-ends", VmStory::NeverEnds},
        {"never-answers", VmStory::NeverAnswers},
        {"forged-keys", VmStory::ForgedKeys},
        {"wrong-keys", VmStory::WrongKeys},
        {"unclean", VmStory::Unclean},
        {"no-console", VmStory::NoConsole},
        {"boot-error", VmStory::BootError},
        {"stop-fails", VmStory::StopFails},
        {"slow-snapshot", VmStory::SlowSnapshot},
        {"snapshot-error", VmStory::SnapshotError},
    };
    return stories.value(name, VmStory::Good);
}

QString floatingAddressFor(const QString &address)
{
    constexpr int between = 120;
    const auto host = (address.section(u'.', 3).toInt() + between) % 255;
    return QStringLiteral("%1.%2").arg(address.section(u'.', 0, 2)).arg(host);
}

} // namespace imagebuilder::simcloud
