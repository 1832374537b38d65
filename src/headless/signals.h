// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QSocketNotifier>

#include <memory>
#include <stop_token>

namespace imagebuilder::headless {

/// Turns SIGINT, SIGTERM and SIGHUP into a stop request. The handler only writes a byte to a socket; what happens then
/// happens in the event loop. A third signal ends the process at once: the next start cleans up.
class Signals
{
public:
    Signals();
    ~Signals();
    Signals(const Signals &) = delete;
    Signals &operator=(const Signals &) = delete;

    std::stop_token token() const { return m_stop.get_token(); }

private:
    int m_reader = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::stop_source m_stop;
};

} // namespace imagebuilder::headless
