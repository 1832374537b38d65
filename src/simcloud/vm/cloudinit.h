// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "simcloud/vm/console.h"
#include "simcloud/vm/folders.h"
#include "simcloud/vm/userdata.h"
#include "simcloud/vm/vmspec.h"

namespace imagebuilder::simcloud {

/// What cloud-init does in a VM at boot, in its own order; the caller says when.
class CloudInit
{
public:
    CloudInit(const VmFolders &vm, const VmSpec &spec, const Console &console, std::function<milliseconds()> uptime);

    /// Stage init: boothooks, then, on the first boot of this instance, host name, key and host keys.
    void init(const std::stop_token &stop);
    /// Stage final: the scripts of a first boot, and cloud-init's own printing of the host keys.
    void final(const std::stop_token &stop);
    /// Lets `cloud-init status` answer.
    void finish() const;

    /// A line of the console with the time in front.
    void say(const QByteArray &text) const;

private:
    void setUp() const;
    int runPart(const UserDataPart &part, const std::stop_token &stop) const;

    const VmFolders &m_vm;
    const VmSpec &m_spec;
    const Console &m_console;
    std::function<milliseconds()> m_uptime;
    QList<UserDataPart> m_parts;
    bool m_firstBoot = false;
    bool m_scriptFailed = false;
};

/// The lines of /run/cloud-init/answer, which the stand-in for `cloud-init status` reads: exit code, status, the rest.
QByteArray cloudInitAnswer(VmStory story, bool scriptFailed);

} // namespace imagebuilder::simcloud
