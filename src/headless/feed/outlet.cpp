// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/feed/outlet.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace imagebuilder::headless {

Outlet::Outlet(int descriptor, Wakeup &changed)
    : m_descriptor(descriptor), m_mode(fcntl(descriptor, F_GETFL)), m_changed(changed)
{
    fcntl(m_descriptor, F_SETFL, m_mode | O_NONBLOCK);
}

Outlet::~Outlet()
{
    fcntl(m_descriptor, F_SETFL, m_mode); // a terminal's mode is its other users', too
}

void Outlet::add(const QByteArray &line)
{
    m_bytes += line + '\n';
    flush();
}

bool Outlet::gone()
{
    pollfd look{.fd = m_descriptor, .events = 0, .revents = 0};
    if (poll(&look, 1, 0) == 1 && (look.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0)
        m_gone = true;
    return m_gone;
}

void Outlet::flush()
{
    while (!m_gone && waiting() > 0) {
        const auto wrote = write(m_descriptor, m_bytes.constData() + m_written, static_cast<std::size_t>(waiting()));
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0 && (errno == EAGAIN))
            break;
        m_gone = wrote < 0;
        m_written += std::max<qsizetype>(wrote, 0);
    }
    const bool blocked = !m_gone && waiting() > 0;
    if (!blocked) {
        m_bytes.clear();
        m_written = 0;
        m_changed.notify();
    }
    if (blocked && !m_writable) {
        m_writable = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Write);
        QObject::connect(m_writable.get(), &QSocketNotifier::activated, m_writable.get(), [this] { flush(); });
    }
    if (m_writable)
        m_writable->setEnabled(blocked);
}

} // namespace imagebuilder::headless
