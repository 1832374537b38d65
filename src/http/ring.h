// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/wakeup.h"
#include "http/fanout.h"

#include <deque>
#include <optional>

namespace imagebuilder::http {

/// What a FanOut and its readers share: the pieces not yet taken by all, each reader's place, and who holds up whom.
class FanOut::Ring
{
public:
    Ring(int readers, Clock &clock, qint64 size, milliseconds patience);

    qint64 size() const { return m_size; }
    qint64 written() const { return m_head; }
    int active() const;

    /// Also true when waiting makes no sense any more; append() tells.
    bool hasRoom(qint64 bytes);
    Result<void> append(QByteArray piece);
    void finish(Result<void> outcome);
    /// The writer waits no longer.
    void unblock();
    /// Keeps the accounts until stopped.
    static Task<void> count(std::shared_ptr<Ring> ring, std::stop_token stop);

    /// Bytes, the end or an error for this reader; nothing when it has to wait for arrived().
    std::optional<Result<QByteArray>> take(std::size_t reader, qint64 most);
    void waitNoMore(std::size_t reader);
    void leave(std::size_t reader);

    Wakeup &room() { return m_room; }
    Wakeup &arrived() { return m_arrived; }

private:
    struct Piece
    {
        qint64 start;
        QByteArray bytes;
    };
    struct Place
    {
        qint64 position = 0;
        bool active = true;
        bool waiting = false;
        bool fellBehind = false;
        milliseconds held{0}; ///< how long it has kept others waiting, less what it made good
    };
    void account();
    bool holdsUp(const Place &place) const;
    void release();

    Clock &m_clock;
    qint64 m_size;
    milliseconds m_patience;
    std::deque<Piece> m_pieces;
    std::vector<Place> m_places;
    qint64 m_head = 0;
    bool m_blocked = false;
    milliseconds m_counted;
    std::optional<Result<void>> m_outcome;
    Wakeup m_room;
    Wakeup m_arrived;
};

} // namespace imagebuilder::http
