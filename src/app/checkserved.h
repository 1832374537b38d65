// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/status.h"

namespace imagebuilder::app {

/// How one consumer's image was found, and what was done.
struct Checked
{
    enum class State {
        Good,     ///< active, and seen with the consumer's own credentials
        Replaced, ///< it was gone or not active; an older good one took its place
        Lost,     ///< it was gone or not active, and there is no other
        Silent,   ///< the cloud did not answer; nothing is concluded from that
    };
    Served served; ///< as it was before
    State state = State::Good;
    QString text;        ///< what was seen
    QString replacement; ///< id
};

/// Looks with each consumer's credentials whether the image that it was given is still there and active (CASES 1): one
/// request per consumer. Where it is not, the newest good one of an earlier build in that project becomes current, and
/// the journal says so, unless `look` asks for no change. `backend` must outlive the task.
[[nodiscard]] Task<Result<QList<Checked>>> checkServed(Backend &backend, bool onlyLook, std::stop_token stop);

} // namespace imagebuilder::app
