// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/taskscope.h"
#include "openstack/cloud.h"

#include <QtCore/QHash>

#include <functional>

namespace imagebuilder::build {

/// The one place that asks a cloud again and again: one round of lists serves every step that waits, so calls grow
/// with clouds, not with builds. It asks only while somebody waits: about once a second, and every five seconds when
/// all who wait said that it will take long.
class Watcher
{
public:
    enum class Pace { Soon, Long };

    /// `cloud` and `clock` must outlive it.
    Watcher(openstack::Cloud &cloud, Clock &clock);
    ~Watcher();

    /// Waits until `done(server)`; std::nullopt stands for a server that is gone. Timeout names the last state seen,
    /// or the last error when the cloud did not answer.
    [[nodiscard]] Task<Result<std::optional<openstack::Server>>>
    server(QString id, std::function<bool(const std::optional<openstack::Server> &)> done, milliseconds timeout,
           Pace pace, std::stop_token stop);

    /// The same for an image, asked for by its id.
    [[nodiscard]] Task<Result<std::optional<openstack::Image>>>
    image(QString id, std::function<bool(const std::optional<openstack::Image> &)> done, milliseconds timeout,
          Pace pace, std::stop_token stop);

    /// Hands every new version of a server's console window to `take` until that returns true. What the
    /// cloud refuses (NotFound, Conflict …) ends the wait; what may pass does not.
    [[nodiscard]] Task<Result<void>> console(QString serverId, std::function<bool(const QByteArray &)> take,
                                             milliseconds timeout, Pace pace, std::stop_token stop);

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace imagebuilder::build
