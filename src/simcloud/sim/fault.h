// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "simcloud/sim/requestpattern.h"

#include <QtCore/QJsonObject>

namespace imagebuilder::simcloud {

/// What goes wrong with some requests.
struct Fault
{
    enum class Kind {
        Status,    ///< `status` is answered, by default in the service's own words
        Reset,     ///< TCP reset instead of an answer
        Close,     ///< the connection is closed without an answer
        Hang,      ///< no answer until the client leaves or the faults are cleared
        Cut,       ///< the answer's body ends after `bytes`
        Malformed, ///< 200 with a body that is no JSON
        Html,      ///< a proxy's error page
        Delay,     ///< `delay` passes before the request is carried out, or before it is answered
        Slow,      ///< bodies go at `bytes` a second, both ways
        Stall,     ///< after `bytes` of the body, either way, nothing more moves
        Headers,   ///< `headers` are added to the answer
    };
    int id = 0;
    RequestPattern pattern;
    Kind kind = Kind::Status;
    bool after = false; ///< the request takes effect, its answer is spoilt
    int status = 503;
    QByteArray body; ///< empty: by kind
    QList<std::pair<QByteArray, QByteArray>> headers;
    milliseconds delay{0}; ///< real, not simulated
    qint64 bytes = 0;

    /// {"kind": "status", "status": 503, "headers": {"Retry-After": "1"}, "when": "after", "delay_ms": …, "bytes": …}
    /// beside the pattern's keys.
    static Result<Fault> fromJson(const QJsonObject &json);
    QJsonObject toJson() const;
};

} // namespace imagebuilder::simcloud
