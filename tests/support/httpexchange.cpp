// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/httpexchange.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QJsonDocument>
#include <QtNetwork/QTcpSocket>

namespace imagebuilder::testing {

namespace {

HttpReply parsed(const QByteArray &wire, bool hasBody)
{
    HttpReply reply;
    const auto end = wire.indexOf("\r\n\r\n");
    if (end < 0)
        return reply;
    const auto lines = wire.first(end).split('\n');
    reply.status = lines.first().split(' ').value(1).toInt();
    for (const auto &line : lines.mid(1)) {
        const auto colon = line.indexOf(':');
        reply.headers.insert(line.first(colon).trimmed().toLower(), line.sliced(colon + 1).trimmed());
    }
    reply.body = wire.sliced(end + 4);
    reply.whole = !hasBody || reply.body.size() == reply.headers.value("content-length").toLongLong();
    return reply;
}

} // namespace

QJsonObject HttpReply::json() const
{
    return QJsonDocument::fromJson(body).object();
}

HttpReply exchange(const QByteArray &method, const QUrl &url, const QByteArray &body,
                   const QMap<QByteArray, QByteArray> &headers, int timeoutMs)
{
    QTcpSocket socket;
    socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
    if (!socket.waitForConnected(timeoutMs))
        return {};
    auto target = url.path(QUrl::FullyEncoded).toLatin1();
    if (url.hasQuery())
        target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    QByteArray head = method + ' ' + target + " HTTP/1.1\r\nHost: " + url.authority().toLatin1() +
                      "\r\nConnection: close\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    for (const auto &[name, value] : headers.asKeyValueRange())
        head += name + ": " + value + "\r\n";
    socket.write(head + "\r\n" + body);
    QByteArray wire;
    const QDeadlineTimer deadline(timeoutMs);
    while (socket.waitForReadyRead(static_cast<int>(deadline.remainingTime())))
        wire += socket.readAll();
    return parsed(wire + socket.readAll(), method != "HEAD");
}

} // namespace imagebuilder::testing
