// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/sim/faultplay.h"

#include "simcloud/sim/errors.h"
#include "simcloud/sim/steering.h"

namespace imagebuilder::simcloud {

namespace {

using Kind = Fault::Kind;

/// A body whose every piece passes a gate first: the gate may take its time, or end the body.
class GatedStream final : public BodyStream
{
public:
    /// Told the offset and the length, the gate says how much of it may go.
    using Gate = std::function<qint64(qint64 offset, qint64 length)>;
    GatedStream(std::shared_ptr<BodyStream> body, Gate gate) : m_body(std::move(body)), m_gate(std::move(gate)) {}
    qint64 size() const override { return m_body->size(); }
    QByteArray read(qint64 offset, qint64 length) override
    {
        const auto most = m_gate(offset, length);
        return most > 0 ? m_body->read(offset, most) : QByteArray();
    }
    void finished(bool whole) override { m_body->finished(whole); }

private:
    std::shared_ptr<BodyStream> m_body;
    Gate m_gate;
};

class BytesStream final : public BodyStream
{
public:
    explicit BytesStream(QByteArray bytes) : m_bytes(std::move(bytes)) {}
    qint64 size() const override { return m_bytes.size(); }
    QByteArray read(qint64 offset, qint64 length) override { return m_bytes.mid(offset, length); }

private:
    QByteArray m_bytes;
};

void gateAnswer(Response &response, GatedStream::Gate gate)
{
    if (!response.stream)
        response.stream = std::make_shared<BytesStream>(std::exchange(response.body, {}));
    response.stream = std::make_shared<GatedStream>(response.stream, std::move(gate));
}

milliseconds timeFor(qint64 bytes, qint64 perSecond)
{
    return milliseconds(bytes * 1000 / std::max<qint64>(perSecond, 1));
}

void slowUpload(const Fault &fault, Request &request, Steering &steering)
{
    request.readBody = [read = request.readBody, perSecond = fault.bytes, &steering](const BodyReceiver &receiver) {
        return read(
            [&](QByteArrayView piece) { return steering.pause(timeFor(piece.size(), perSecond)) && receiver(piece); });
    };
}

void stallUpload(const Fault &fault, Request &request, Steering &steering)
{
    request.readBody = [read = request.readBody, id = fault.id, left = fault.bytes, gone = request.clientIsGone,
                        &steering](const BodyReceiver &receiver) mutable {
        if (left <= 0) {
            steering.hang(id, gone);
            return false;
        }
        return read([&](QByteArrayView piece) {
            left -= piece.size();
            if (!receiver(piece))
                return false;
            if (left > 0)
                return true;
            steering.hang(id, gone);
            return false;
        });
    };
}

Response spoilt(const Fault &fault, const Request &request, Steering &steering)
{
    Response response;
    response.status = fault.status;
    response.body = fault.body;
    response.headers = fault.headers;
    switch (fault.kind) {
    case Kind::Hang:
        steering.hang(fault.id, request.clientIsGone);
        response.abort = true;
        break;
    case Kind::Close:
        response.abort = true;
        response.quietly = true;
        break;
    case Kind::Malformed:
        if (response.body.isEmpty())
            response.body = "{\"cut\": [";
        break;
    case Kind::Html:
        response.contentType = "text/html";
        if (response.body.isEmpty())
            response.body =
                "<html><body><h1>" + QByteArray::number(fault.status) + " Bad Gateway</h1>nginx</body></html>";
        break;
    case Kind::Status:
        if (response.body.isEmpty()) {
            response = errorFor(request.path, fault.status, QStringLiteral("A fault that a test asked for."));
            response.headers = fault.headers;
        }
        break;
    default:
        response.abort = true;
    }
    return response;
}

bool spoilsAnswer(Kind kind)
{
    return kind != Kind::Cut && kind != Kind::Delay && kind != Kind::Slow && kind != Kind::Stall &&
           kind != Kind::Headers;
}

} // namespace

std::optional<Response> faultBefore(const Fault &fault, Request &request, Steering &steering)
{
    if (fault.kind == Kind::Slow)
        slowUpload(fault, request, steering);
    if (fault.kind == Kind::Stall)
        stallUpload(fault, request, steering);
    if (fault.after)
        return std::nullopt;
    if (fault.kind == Kind::Delay)
        steering.pause(fault.delay);
    return spoilsAnswer(fault.kind) ? std::optional(spoilt(fault, request, steering)) : std::nullopt;
}

void faultAfter(const Fault &fault, const Request &request, Response &response, Steering &steering)
{
    if (fault.kind == Kind::Cut) {
        gateAnswer(response,
                   [bytes = fault.bytes](qint64 offset, qint64 length) { return std::min(length, bytes - offset); });
    } else if (fault.kind == Kind::Slow && response.stream) {
        gateAnswer(response, [perSecond = fault.bytes, &steering](qint64, qint64 length) {
            const auto piece = std::min<qint64>(length, 64LL * 1024);
            return steering.pause(timeFor(piece, perSecond)) ? piece : 0;
        });
    } else if (fault.kind == Kind::Stall && response.stream) {
        gateAnswer(response, [id = fault.id, bytes = fault.bytes, gone = request.clientIsGone,
                              &steering](qint64 offset, qint64 length) {
            if (offset >= bytes)
                steering.hang(id, gone);
            return std::min(length, bytes - offset);
        });
    } else if (fault.kind == Kind::Headers) {
        response.headers += fault.headers;
    } else if (fault.after && fault.kind == Kind::Delay) {
        steering.pause(fault.delay);
    } else if (fault.after) {
        response = spoilt(fault, request, steering);
    }
}

} // namespace imagebuilder::simcloud
