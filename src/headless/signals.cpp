// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/signals.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>

namespace imagebuilder::headless {

namespace {

constexpr std::array caught{SIGINT, SIGTERM, SIGHUP};
constexpr int signalsUntilDeath = 3;
// A handler has no argument of its own, so these are the process's.
std::atomic<int> writer = -1;
std::atomic<int> count = 0;

void onSignal(int signal)
{
    const int saved = errno;
    if (++count >= signalsUntilDeath) {
        std::signal(signal, SIG_DFL);
        raise(signal);
    }
    const char byte = 1;
    [[maybe_unused]] const auto wrote = write(writer, &byte, 1);
    errno = saved;
}

} // namespace

Signals::Signals()
{
    std::array<int, 2> pair{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair.data()) != 0)
        return; // then signals keep their default effect
    m_reader = pair[0];
    writer = pair[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_reader, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] {
        char byte = 0;
        if (read(m_reader, &byte, 1) == 1)
            m_stop.request_stop();
    });
    struct sigaction action{};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    for (const int signal : caught) {
        struct sigaction before{};
        sigaction(signal, nullptr, &before);
        if (before.sa_handler != SIG_IGN) // nohup means it
            sigaction(signal, &action, nullptr);
    }
}

Signals::~Signals()
{
    if (m_reader < 0)
        return;
    for (const int signal : caught)
        if (struct sigaction now{}; sigaction(signal, nullptr, &now) == 0 && now.sa_handler == onSignal)
            std::signal(signal, SIG_DFL);
    m_notifier.reset();
    close(m_reader);
    close(writer.exchange(-1));
}

} // namespace imagebuilder::headless
