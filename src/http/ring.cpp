// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/ring.h"

#include "base/logging.h"

#include <algorithm>

namespace imagebuilder::http {

FanOut::Ring::Ring(int readers, Clock &clock, qint64 size, milliseconds patience)
    : m_clock(clock), m_size(size), m_patience(patience), m_places(static_cast<std::size_t>(readers)),
      m_counted(clock.monotonic())
{
}

int FanOut::Ring::active() const
{
    return static_cast<int>(std::ranges::count_if(m_places, &Place::active));
}

bool FanOut::Ring::hasRoom(qint64 bytes)
{
    account();
    const auto held = m_pieces.empty() ? 0 : m_head - m_pieces.front().start;
    m_blocked = !m_outcome && active() > 0 && held + bytes > m_size;
    return !m_blocked;
}

Result<void> FanOut::Ring::append(QByteArray piece)
{
    if (m_outcome)
        return failure(ErrorKind::Cancelled, QStringLiteral("the transfer has ended already"));
    if (active() == 0)
        return failure(ErrorKind::Cancelled, QStringLiteral("no reader of this transfer is left"));
    // The bound counts bytes, so a piece must not hide a much larger allocation.
    if (piece.capacity() > piece.size() + piece.size() / 4)
        piece.squeeze();
    const auto start = m_head;
    m_head += piece.size();
    m_pieces.push_back({start, std::move(piece)});
    account();
    for (auto &place : m_places)
        place.waiting = false;
    m_arrived.notify();
    return {};
}

void FanOut::Ring::finish(Result<void> outcome)
{
    if (m_outcome)
        return;
    m_outcome = std::move(outcome);
    m_arrived.notify();
    m_room.notify();
}

void FanOut::Ring::unblock()
{
    account();
    m_blocked = false;
}

Task<void> FanOut::Ring::count(std::shared_ptr<Ring> ring, std::stop_token stop)
{
    const auto step = std::clamp(ring->m_patience / 30, milliseconds(1), milliseconds(1000));
    while (true) {
        const auto slept = co_await ring->m_clock.sleep(step, stop);
        if (!slept)
            co_return;
        ring->account();
    }
}

std::optional<Result<QByteArray>> FanOut::Ring::take(std::size_t reader, qint64 most)
{
    auto &place = m_places[reader];
    if (place.fellBehind)
        return failure(ErrorKind::Timeout,
                       QStringLiteral("this reader kept the others of its transfer waiting for %1 s "
                                      "and has to read on its own")
                           .arg(std::chrono::duration_cast<seconds>(m_patience).count()));
    if (m_outcome && !*m_outcome)
        return std::unexpected(m_outcome->error());
    if (place.position < m_head) {
        const auto after = std::ranges::upper_bound(m_pieces, place.position, {}, &Piece::start);
        const auto &piece = *std::prev(after);
        auto bytes = piece.bytes.mid(place.position - piece.start, most);
        account();
        place.position += bytes.size();
        release();
        return bytes;
    }
    if (m_outcome)
        return QByteArray();
    account();
    place.waiting = true;
    return std::nullopt;
}

void FanOut::Ring::waitNoMore(std::size_t reader)
{
    account();
    m_places[reader].waiting = false;
}

void FanOut::Ring::leave(std::size_t reader)
{
    account();
    m_places[reader].active = false;
    m_places[reader].waiting = false;
    release();
}

bool FanOut::Ring::holdsUp(const Place &place) const
{
    if (m_pieces.empty())
        return false;
    const auto first = m_pieces.front().start + m_pieces.front().bytes.size();
    return place.position < first || (m_head - place.position) * 2 >= m_size;
}

void FanOut::Ring::account()
{
    const auto passed = m_clock.monotonic() - std::exchange(m_counted, m_clock.monotonic());
    const bool starving =
        m_blocked && std::ranges::any_of(m_places, [](const Place &place) { return place.active && place.waiting; });
    bool left = false;
    for (auto &place : m_places) {
        if (!place.active)
            continue;
        const bool guilty = starving && !place.waiting && holdsUp(place);
        place.held = guilty ? place.held + passed : std::max(milliseconds(0), place.held - passed);
        if (guilty && place.held >= m_patience) {
            qCInfo(lcHttp).noquote() << QStringLiteral(
                                            "a reader leaves its transfer %1 bytes behind: it kept the others "
                                            "waiting for %2 ms")
                                            .arg(m_head - place.position)
                                            .arg(place.held.count());
            place.active = false;
            place.fellBehind = true;
            left = true;
        }
    }
    if (left)
        release();
}

void FanOut::Ring::release()
{
    qint64 needed = m_head;
    for (const auto &place : m_places) {
        if (place.active)
            needed = std::min(needed, place.position);
    }
    bool freed = active() == 0;
    while (!m_pieces.empty() && m_pieces.front().start + m_pieces.front().bytes.size() <= needed) {
        m_pieces.pop_front();
        freed = true;
    }
    if (freed) {
        m_blocked = false; // until the writer has looked again
        m_room.notify();
    }
}

} // namespace imagebuilder::http
