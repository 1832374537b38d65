// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "http/transport.h"
#include "openstack/cloudconfig.h"
#include "openstack/identity/catalog.h"

#include <QtCore/QUrlQuery>

#include <memory>

namespace imagebuilder::openstack {

/// One API call, relative to a service's endpoint.
struct Call
{
    QByteArray method = "GET";
    QString service; ///< "compute", "image", "network", "identity", "block-storage"
    QString path;    ///< below the versioned endpoint, with a leading slash
    QUrlQuery query;
    QByteArray body; ///< JSON unless `contentType` says otherwise
    QByteArray contentType = "application/json";
    QByteArray microversion; ///< wished for ("2.79"); lowered to what the service offers. Empty: none is sent
    bool repeatable = true;
};

/// What Keystone tells of who logged in, and when what ends.
struct LoginFacts
{
    QDateTime passwordExpires;              ///< invalid: never, or not told
    QDateTime applicationCredentialExpires; ///< invalid: none was used, or it never does
    milliseconds ahead{0};                  ///< our clock's, against Keystone's
};

/// A login to one cloud: token with catalog, found endpoints, retries (CASES 24, 25), errors by kind.
/// Every client of the cloud goes through it. One token renewal at a time; callers wait for it.
class Session
{
public:
    /// `transport` and `clock` must outlive the session. Nothing is sent yet.
    Session(CloudConfig config, http::Transport &transport, Clock &clock);
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    /// Sends one call; statuses from 400 on become errors with kind, sentence and request id.
    [[nodiscard]] Task<Result<http::Response>> call(Call call, std::stop_token stop);
    [[nodiscard]] Task<Result<http::Response>> download(Call call, std::shared_ptr<http::BodySink> sink,
                                                        std::stop_token stop);
    /// Never repeated. Renews the token first when less than an hour or half of its life is left.
    [[nodiscard]] Task<Result<http::Response>> upload(Call call, std::shared_ptr<http::BodySource> source,
                                                      qint64 length, std::stop_token stop);
    /// Logs in now if that has not happened; the project id of the token.
    [[nodiscard]] Task<Result<QString>> projectId(std::stop_token stop);
    /// What the login tells of itself; logs in where that has not happened.
    [[nodiscard]] Task<Result<LoginFacts>> login(std::stop_token stop);
    /// The endpoint that serves a service, after discovery: tells which Glance two clouds share.
    [[nodiscard]] Task<Result<QUrl>> endpoint(QString service, std::stop_token stop);
    /// Where this login's own catalog lists the endpoint that another login found: the token is good there, too, and
    /// services that act for it find the other by these. Nothing when it does not.
    [[nodiscard]] Task<Result<std::optional<EndpointWish>>> placeOf(QString service, QUrl endpoint, QString interface,
                                                                    std::stop_token stop);
    const CloudConfig &config() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace imagebuilder::openstack
