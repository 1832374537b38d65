// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/status.h"

namespace imagebuilder::app {

/// How one consumer's image was found, and what was done.
struct Checked
{
    enum class State {
        Good,      ///< active, and seen with the consumer's own credentials
        Replaced,  ///< it was gone or not active; an older good one of its project took its place
        Delivered, ///< there was none; it got one anew from the build cloud
        Built,     ///< there was none there either; it was built
        Lost,      ///< nothing took its place; `remedy` does
        Silent,    ///< the cloud did not answer; nothing is concluded from that
    };
    Served served; ///< as it was before
    State state = State::Good;
    QString text;        ///< what was seen, and done
    QString replacement; ///< id; empty where nothing took its place, or would but was not asked to
    QString from = {};   ///< the build of the image that takes its place
    QString remedy = {}; ///< the command that mends what is lost
    bool needsBuild = false;
};

/// Looks with each consumer's credentials whether the image that it was given is still there and active (CASES 1): one
/// request per consumer. Where it is not, the newest good one of an earlier build in that project becomes current;
/// where there is none, the image comes anew from the build cloud. The journal says so, unless `onlyLook` asks for no
/// change. `backend` must outlive the task.
[[nodiscard]] Task<Result<QList<Checked>>> checkServed(Backend &backend, bool onlyLook, std::stop_token stop);

} // namespace imagebuilder::app
