// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QJsonObject>
#include <QtCore/QMap>
#include <QtCore/QUrl>

namespace imagebuilder::testing {

struct HttpReply
{
    int status = 0;                       ///< 0: no whole head came
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
    bool whole = false; ///< as long as Content-Length said

    QJsonObject json() const;
};

/// One request on a connection of its own; blocks until the answer has ended. It shares no code with the product.
HttpReply exchange(const QByteArray &method, const QUrl &url, const QByteArray &body = {},
                   const QMap<QByteArray, QByteArray> &headers = {}, int timeoutMs = 30'000);

} // namespace imagebuilder::testing
