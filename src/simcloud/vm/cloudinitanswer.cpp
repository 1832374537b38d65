// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/vm/cloudinit.h"

namespace imagebuilder::simcloud {

namespace {

// The form of cloud-init 24's `status --long`.
QByteArray longForm(const QByteArray &extended, const QByteArray &errors, const QByteArray &recoverable)
{
    return "extended_status: " + extended +
           "\nboot_status_code: enabled-by-generator\nlast_update: Thu, 01 Jan 1970 00:01:05 +0000\n"
           "detail: DataSourceConfigDrive [net,ver=2][source=/dev/sr0]\nerrors:" +
           errors + "\nrecoverable_errors:" + recoverable + "\n";
}

} // namespace

QByteArray cloudInitAnswer(VmStory story, bool scriptFailed)
{
    const QByteArray none = " []";
    const QByteArray failed = "\n\t- ('scripts_user', RuntimeError('Runparts: 1 failures in 1 attempted commands'))";
    if (story == VmStory::StatusError)
        return "0\nstatus: error\n" + longForm("error - done", failed, " {}");
    if (scriptFailed || story == VmStory::Error)
        return "1\nstatus: error\n" + longForm("error - done", failed, " {}");
    if (story == VmStory::Recoverable)
        return "2\nstatus: done\n" +
               longForm("degraded done", none, "\nWARNING:\n\t- Failed at merging in cloud config part");
    return "0\nstatus: done\n" + longForm("done", none, " {}");
}

} // namespace imagebuilder::simcloud
