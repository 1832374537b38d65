// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/feed/inlet.h"

#include <unistd.h>

#include <array>
#include <cerrno>

namespace imagebuilder::headless {

namespace {
constexpr qsizetype longestLine = 64LL * 1024;
} // namespace

Inlet::Inlet(int descriptor, std::function<void(QByteArray)> line)
    : m_descriptor(descriptor), m_line(std::move(line)),
      m_readable(std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read))
{
    QObject::connect(m_readable.get(), &QSocketNotifier::activated, m_readable.get(), [this] { take(); });
}

void Inlet::take()
{
    std::array<char, 16UL * 1024> bytes{};
    const auto count = read(m_descriptor, bytes.data(), bytes.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count <= 0) {
        m_readable->setEnabled(false);
        return;
    }
    m_rest.append(bytes.data(), count);
    for (auto end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n')) {
        const auto line = m_rest.first(end);
        m_rest.remove(0, end + 1);
        m_line(std::exchange(m_tooLong, false) ? QByteArray() : line);
    }
    if (m_rest.size() > longestLine) {
        m_tooLong = true;
        m_rest.clear();
    }
}

} // namespace imagebuilder::headless
