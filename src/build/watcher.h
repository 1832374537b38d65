// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/taskscope.h"
#include "openstack/cloud.h"

#include <QtCore/QHash>

#include <functional>

namespace imagebuilder::build {

/// The one place that asks a cloud again and again: one round of lists serves every step that waits, so calls grow
/// with clouds, not with builds. It asks only while somebody waits: once in `interval`, and once in five of them when
/// all who wait said that it will take long.
class Watcher
{
public:
    enum class Pace { Soon, Long };

    /// `cloud` and `clock` must outlive it.
    Watcher(openstack::Cloud &cloud, Clock &clock, milliseconds interval = std::chrono::seconds(1));
    ~Watcher();

    /// Waits until `done(server)`; std::nullopt stands for a server that is gone. Timeout names the last state seen,
    /// or the last error when the cloud did not answer. Errors that pass are waited out; a refused login or call ends
    /// the wait when it comes three times in a row, any other error at once.
    [[nodiscard]] Task<Result<std::optional<openstack::Server>>>
    server(QString id, std::function<bool(const std::optional<openstack::Server> &)> done, milliseconds timeout,
           Pace pace, std::stop_token stop);

    /// The same for an image, asked for by its id.
    [[nodiscard]] Task<Result<std::optional<openstack::Image>>>
    image(QString id, std::function<bool(const std::optional<openstack::Image> &)> done, milliseconds timeout,
          Pace pace, std::stop_token stop);

    /// The same for a volume, asked for by its id.
    [[nodiscard]] Task<Result<std::optional<openstack::Volume>>>
    volume(QString id, std::function<bool(const std::optional<openstack::Volume> &)> done, milliseconds timeout,
           Pace pace, std::stop_token stop);

    /// Hands every new version of a server's console window to `take` until that returns true; NotFound
    /// and Conflict (no console) end the wait.
    [[nodiscard]] Task<Result<void>> console(QString serverId, std::function<bool(const QByteArray &)> take,
                                             milliseconds timeout, Pace pace, std::stop_token stop);

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace imagebuilder::build
