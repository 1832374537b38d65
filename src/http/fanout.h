// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "http/body.h"

namespace imagebuilder::http {

struct FanOutOptions
{
    /// Most bytes held at once, whatever the number of readers.
    qint64 ring = 64LL * 1024 * 1024;
    /// A reader that keeps the others waiting for so long, in sum, leaves the group.
    milliseconds patience = seconds(30);
};

/// One stream of bytes for many readers, through a ring: what is written here, each reader gets whole and in order.
///
/// The slowest reader governs, within limits: while the ring is full of what one reader has not taken and another one
/// waits for bytes, the former's account grows; at other times it shrinks. At `patience` the reader leaves: its next
/// read() is a Timeout error and the others go on. So a reader at half of the others' rate stays, one that stands
/// still or crawls goes. A reader that is destroyed has left, too.
class FanOut final : public BodySink
{
public:
    /// `clock` must outlive all writes and reads.
    FanOut(int readers, Clock &clock, FanOutOptions options = {});
    ~FanOut() override;

    /// The source of one reader, handed out once; whoever uploads from it holds it alone, so that it goes with him.
    std::shared_ptr<BodySource> takeReader();

    /// Waits for room in the ring; an error once no reader is left.
    [[nodiscard]] Task<Result<void>> write(QByteArray piece, std::stop_token stop) override;
    /// No more bytes will come: the readers get what is left and then the end, or at once this error.
    void finish(Result<void> outcome);

    /// Bytes taken from the origin.
    qint64 written() const;
    /// Readers that have neither left nor failed.
    int readers() const;

private:
    class Ring;
    class Reader;
    static Task<Result<void>> put(std::shared_ptr<Ring> ring, QByteArray piece, std::stop_token stop);
    std::shared_ptr<Ring> m_ring;
    std::vector<std::shared_ptr<BodySource>> m_sources;
};

} // namespace imagebuilder::http
