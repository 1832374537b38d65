// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QJsonObject>
#include <QtCore/QMap>
#include <QtCore/QUrlQuery>

#include <functional>
#include <memory>

namespace imagebuilder::simcloud {

/// Takes a piece of a body; false stops the transfer.
using BodyReceiver = std::function<bool(QByteArrayView)>;

struct Request
{
    QByteArray method;
    QString path; ///< decoded
    QUrlQuery query;
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
    qint64 contentLength = 0;             ///< -1: chunked
    /// Streams the body; false when the client left or the receiver stopped it. To be called once at most.
    std::function<bool(const BodyReceiver &)> readBody;
    std::function<bool()> clientIsGone;
    /// Ends the connection with a TCP reset.
    std::function<void()> reset;

    QString parameter(const QString &name) const { return query.queryItemValue(name, QUrl::FullyDecoded); }
};

/// A body that is made while it is sent.
class BodyStream
{
public:
    virtual ~BodyStream() = default;
    virtual qint64 size() const = 0;
    /// Up to `length` bytes from `offset`; empty means failure and ends the connection.
    virtual QByteArray read(qint64 offset, qint64 length) = 0;
    /// Called once, when all was sent or the transfer broke off.
    virtual void finished(bool whole) { Q_UNUSED(whole) }
};

struct Response
{
    int status = 200;
    QByteArray contentType = "application/json";
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers;
    std::shared_ptr<BodyStream> stream; ///< instead of `body`
    bool acceptsRange = false;          ///< a Range header is honoured with 206
    bool abort = false;                 ///< nothing is answered; the connection ends
    bool quietly = false;               ///< it is closed, not reset

    static Response json(const QJsonObject &object, int status = 200);
    static Response empty(int status);
};

} // namespace imagebuilder::simcloud
