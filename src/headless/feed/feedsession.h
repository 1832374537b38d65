// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/feed/feed.h"
#include "headless/feed/errand.h"
#include "headless/feed/inlet.h"
#include "headless/feed/outlet.h"
#include "headless/feed/requests.h"

#include <vector>

namespace imagebuilder::headless {

/// A feed with somebody at its other end: lines out, requests in.
class FeedSession
{
public:
    /// Requests' commands get `common` before them. Every `checkEvery` (0: never) it has the consumers' images looked
    /// after, as `imagebuilderd check` does (CASES 1). `backend` must outlive it.
    FeedSession(app::Backend &backend, app::FeedOptions options, QStringList common, milliseconds checkEvery);

    /// Until the reader has gone, or a stop. Neither is an error.
    [[nodiscard]] Task<Result<void>> run(std::stop_token stop);

private:
    struct Pending
    {
        FeedRequest request; ///< without an id: nobody waits for an answer
        std::unique_ptr<Errand> errand;
    };
    void take(const QByteArray &line);
    Result<void> carryOut(const FeedRequest &request);
    Result<QJsonObject> logPart(const FeedRequest &request) const;
    void answerEnded();
    void checkWhenDue();
    void say(const QJsonObject &line);

    app::Backend &m_backend;
    app::Feed m_feed;
    QStringList m_common;
    milliseconds m_checkEvery;
    milliseconds m_checked; ///< when it last began to
    Wakeup m_changed;
    Outlet m_outlet;
    Inlet m_inlet;
    std::vector<Pending> m_pending;
};

} // namespace imagebuilder::headless
