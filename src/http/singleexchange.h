// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/body.h"
#include "http/message.h"

#include <QtNetwork/QNetworkProxy>
#include <QtNetwork/QSslConfiguration>

namespace imagebuilder::http {

/// Sends `request` with `length` bytes of `source` as its body exactly once, over a connection of its own, so that
/// neither a stale connection nor a layer below can make it two. An answer that comes before the body's end counts, and
/// ends the sending. The source is let go as soon as no more is read from it.
[[nodiscard]] Task<Result<Response>> exchangeOnce(Request request, std::shared_ptr<BodySource> source, qint64 length,
                                                  QSslConfiguration tls, QNetworkProxy proxy, std::stop_token stop);

} // namespace imagebuilder::http
