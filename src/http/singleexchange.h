// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/body.h"
#include "http/message.h"

#include <QtNetwork/QNetworkProxy>
#include <QtNetwork/QSslConfiguration>

namespace imagebuilder::http {

/// One exchange over a connection of its own.
struct SingleExchange
{
    Request request;
    std::shared_ptr<BodySource> source; ///< of the request's body; let go as soon as no more is read from it
    qint64 length = 0;                  ///< of that
    std::shared_ptr<BodySink> sink;     ///< takes the body of a success, where there is one
    QSslConfiguration tls;
    QNetworkProxy proxy;
    qint64 received = 0; ///< bytes of the answer's body so far
};

/// Sends the request exactly once, so that neither a stale connection nor a layer below can make it two. An answer that
/// comes before the body's end counts, and ends the sending.
[[nodiscard]] Task<Result<Response>> exchangeOnce(std::shared_ptr<SingleExchange> exchange, std::stop_token stop);

} // namespace imagebuilder::http
