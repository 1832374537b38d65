// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/feed/feedevent.h"
#include "app/feed/followedlog.h"

#include <QtCore/QSet>

#include <map>

namespace imagebuilder::app {

struct FeedOptions
{
    int builds = 200; ///< so many of the newest are told of, and all that are open; 0: all
    milliseconds beat = seconds(15);
};

/// The state of journal and logs, whichever processes write them, first as a whole and then by its changes. Whoever
/// reads pulls: what is not asked for is not read, so a slow reader costs no memory. It holds no lock, writes nothing
/// and asks no cloud.
class Feed
{
public:
    /// `backend` must outlive it.
    Feed(Backend &backend, FeedOptions options) : m_backend(backend), m_options(options) {}

    /// What is new since the last call. Cheap while nobody has written anything. Where a log ran away from a slow
    /// reader it says how much is left out, and the whole state follows.
    Result<QList<feed::Event>> next();
    /// True when there is more to be had at once.
    bool hasMore() const { return m_hasMore; }

private:
    struct Followed
    {
        Followed(const QString &path, qint64 offset) : log(path, offset) {}
        FollowedLog log;
        std::optional<milliseconds> ended; ///< when its build was seen to have ended
    };
    struct Told
    {
        QString fingerprint; ///< of what the reader was told
        bool open = false;
    };
    Result<bool> somethingChanged(const QList<BuildView> &open);
    Result<void> tellBuilds(QList<feed::Event> &events);
    Result<void> tellBuild(QList<feed::Event> &events, const BuildView &view, int delivered);
    Result<void> tellStatus(QList<feed::Event> &events);
    void tellLogs(QList<feed::Event> &events);
    void tellTransfers(QList<feed::Event> &events);
    void tellBeat(QList<feed::Event> &events);

    Backend &m_backend;
    FeedOptions m_options;
    bool m_startOver = true;
    bool m_hasMore = false;
    QString m_seen; ///< revision of the journal, and which builds are alive
    milliseconds m_lookedAt{0};
    std::optional<milliseconds> m_beat;
    QMap<QString, Told> m_told;
    QString m_toldStatus;
    std::map<QString, Followed> m_logs; ///< of open builds
    QMap<QString, TransferState> m_transfers;
};

} // namespace imagebuilder::app
