// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/cancelwatch.h"

namespace imagebuilder::build {

Task<void> watchForCancel(Site &site, QString buildId, std::stop_source cancel, std::stop_token over)
{
    while (true) {
        const auto record = site.journal.build(buildId);
        if (record && *record && (*record)->cancelRequested) {
            cancel.request_stop();
            co_return;
        }
        const auto slept = co_await site.clock.sleep(seconds(1), over);
        if (!slept)
            co_return;
    }
}

} // namespace imagebuilder::build
