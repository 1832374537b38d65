// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/transport.h"

namespace imagebuilder::http {

/// The transport over the real network, TLS verified unless the options say otherwise. Proxies come from the
/// environment (http_proxy, https_proxy, no_proxy, either case).
///
/// What may be sent again goes through QNetworkAccessManager, over connections that are kept: one that the server has
/// closed meanwhile is replaced without a word. What must be sent once only (uploads, and requests that are not
/// repeatable), and downloads, which QNetworkAccessManager takes for complete when their last chunks are missing, go
/// over connections of their own.
class NetworkTransport final : public Transport
{
public:
    /// Config error when a CA bundle, certificate or key cannot be read. `clock` must outlive it.
    static Result<std::unique_ptr<NetworkTransport>> make(TransportOptions options, const Clock &clock);
    ~NetworkTransport() override;

    [[nodiscard]] Task<Result<Response>> send(Request request, std::stop_token stop) override;
    [[nodiscard]] Task<Result<Response>> download(Request request, std::shared_ptr<BodySink> sink,
                                                  std::stop_token stop) override;
    [[nodiscard]] Task<Result<Response>> upload(Request request, std::shared_ptr<BodySource> source, qint64 length,
                                                std::stop_token stop) override;

private:
    struct Private;
    explicit NetworkTransport(std::shared_ptr<Private> parts);
    /// Shared with the exchanges under way, which may end after this object.
    std::shared_ptr<Private> m_private;
};

} // namespace imagebuilder::http
