// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/fanout.h"

#include "http/ring.h"

namespace imagebuilder::http {

/// One reader's end; leaves the group when it dies.
class FanOut::Reader final : public BodySource
{
public:
    Reader(std::shared_ptr<Ring> ring, std::size_t index) : m_ring(std::move(ring)), m_index(index) {}
    ~Reader() override { m_ring->leave(m_index); }

    Task<Result<QByteArray>> read(qint64 most, std::stop_token stop) override
    {
        return take(m_ring, m_index, most, std::move(stop));
    }

private:
    static Task<Result<QByteArray>> take(std::shared_ptr<Ring> ring, std::size_t index, qint64 most,
                                         std::stop_token stop)
    {
        while (true) {
            auto piece = ring->take(index, most);
            if (piece)
                co_return std::move(*piece);
            const auto arrived = co_await ring->arrived().wait(stop);
            if (!arrived) {
                ring->waitNoMore(index);
                co_return std::unexpected(arrived.error());
            }
        }
    }

    std::shared_ptr<Ring> m_ring;
    std::size_t m_index;
};

FanOut::FanOut(int readers, Clock &clock, FanOutOptions options)
    : m_ring(std::make_shared<Ring>(readers, clock, options.ring, options.patience))
{
    for (std::size_t index = 0; index < static_cast<std::size_t>(readers); ++index)
        m_sources.push_back(std::make_shared<Reader>(m_ring, index));
}

FanOut::~FanOut()
{
    finish(failure(ErrorKind::Cancelled, QStringLiteral("the transfer ended before its last byte")));
}

std::shared_ptr<BodySource> FanOut::takeReader()
{
    if (m_sources.empty())
        return nullptr;
    auto source = std::move(m_sources.back());
    m_sources.pop_back();
    return source;
}

Task<Result<void>> FanOut::write(QByteArray piece, std::stop_token stop)
{
    return put(m_ring, std::move(piece), std::move(stop));
}

Task<Result<void>> FanOut::put(std::shared_ptr<Ring> ring, QByteArray piece, std::stop_token stop)
{
    for (qint64 from = 0; from < piece.size();) {
        const auto part =
            piece.size() <= ring->size() ? piece : piece.sliced(from, std::min(ring->size(), piece.size() - from));
        if (!ring->hasRoom(part.size())) {
            // A clock of its own counts who keeps whom waiting while nothing moves.
            std::stop_source over;
            auto counting = ring->count(ring, over.get_token());
            Result<void> waited;
            while (waited && !ring->hasRoom(part.size()))
                waited = co_await ring->room().wait(stop);
            over.request_stop();
            co_await counting;
            ring->unblock();
            if (!waited)
                co_return waited;
        }
        IB_CO_CHECK(ring->append(part));
        from += part.size();
    }
    co_return Result<void>{};
}

void FanOut::finish(Result<void> outcome)
{
    m_ring->finish(std::move(outcome));
}

qint64 FanOut::written() const
{
    return m_ring->written();
}

int FanOut::readers() const
{
    return m_ring->active();
}

} // namespace imagebuilder::http
