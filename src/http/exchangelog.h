// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "http/message.h"

namespace imagebuilder::http {

/// The address as logs and error texts may show it: no user info, no fragment, and values of the query only for
/// parameters that are known to hold no secret (signed download links carry theirs there).
QString shownUrl(const QUrl &url);

/// Headers as the log may show them: "Accept: application/json; X-Auth-Token: •••". Only values of headers that are
/// known to be harmless are shown.
QString shownHeaders(const Headers &headers);

/// One exchange's line in the debug log, written once: when it ends, or when this object dies before that.
class ExchangeLog
{
public:
    /// `clock` must outlive it.
    ExchangeLog(const Request &request, const Clock &clock);
    ~ExchangeLog();
    ExchangeLog(const ExchangeLog &) = delete;
    ExchangeLog &operator=(const ExchangeLog &) = delete;

    /// `received` counts the answer's body, streamed or not.
    void end(const Result<Response> &result, qint64 received);

private:
    void write(const QString &outcome);
    const Clock *m_clock;
    milliseconds m_start;
    QString m_what;
    bool m_written = false;
};

} // namespace imagebuilder::http
