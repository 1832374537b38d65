// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/idletimer.h"
#include "http/message.h"

#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QSslConfiguration>

#include <stop_token>

namespace imagebuilder::http {

/// One request under way through QNetworkAccessManager. What is not read stays with the server, but for a bounded
/// buffer.
class Exchange
{
public:
    Exchange(std::shared_ptr<QNetworkAccessManager> manager, Request request, const QSslConfiguration &tls);
    /// Aborts what has not ended.
    ~Exchange();
    Exchange(const Exchange &) = delete;
    Exchange &operator=(const Exchange &) = delete;

    /// The answer's status and headers; waits for them.
    [[nodiscard]] static Task<Result<Response>> head(std::shared_ptr<Exchange> self, std::stop_token stop);
    /// The next bytes of its body; none at its end, which is checked to be the whole one.
    [[nodiscard]] static Task<Result<QByteArray>> read(std::shared_ptr<Exchange> self, std::stop_token stop);
    /// Bytes of the body so far.
    qint64 received() const { return m_received; }

private:
    QNetworkReply *start(const Request &request, const QSslConfiguration &tls);
    bool hasHead() const { return m_headSeen; }
    /// Why there will be no (whole) answer, once it has ended.
    std::optional<Error> failed() const;
    static Task<Result<void>> change(std::shared_ptr<Exchange> self, std::stop_token stop);

    std::shared_ptr<QNetworkAccessManager> m_manager;
    Request m_request;
    Wakeup m_changed;
    IdleTimer m_idle;
    QString m_tlsErrors;
    bool m_headSeen = false;
    qint64 m_received = 0;
    std::unique_ptr<QNetworkReply, QScopedPointerDeleteLater> m_reply;
};

} // namespace imagebuilder::http
