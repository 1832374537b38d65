// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "simcloud/web/message.h"

namespace imagebuilder::simcloud {

/// The HTTP side of the simulated cloud: one thread for each connection, since a held request must block nobody else.
/// All of cpp-httplib stays in here.
class WebServer
{
public:
    using Handler = std::function<Response(Request &)>;

    /// `handler` is called on the connections' threads.
    explicit WebServer(Handler handler);
    ~WebServer();

    /// Binds to 127.0.0.1; port 0 takes any. The port that was taken.
    Result<int> listen(int port);
    /// Serves until stop(), which may come from another thread.
    void run();
    void stop();

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace imagebuilder::simcloud
