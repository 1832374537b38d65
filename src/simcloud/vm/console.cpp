// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/vm/console.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

namespace imagebuilder::simcloud {

Console::Console(const QString &path, OnBytes onBytes) : m_onBytes(std::move(onBytes))
{
    const auto name = path.toLocal8Bit();
    unlink(name.constData());
    if (mkfifo(name.constData(), 0622) == 0)
        m_fifo = open(name.constData(), O_RDWR | O_CLOEXEC); // a writer of our own: readers never see an end
    m_reader = std::jthread([this](const std::stop_token &stop) { read(stop); });
}

Console::~Console()
{
    m_reader.request_stop();
    write("\n"); // wakes the reader
    m_reader.join();
    close(m_fifo);
}

void Console::write(const QByteArray &bytes) const
{
    // All goes through the FIFO, so that everything stands in the order in which it was written.
    for (qsizetype at = 0; at < bytes.size();) {
        const auto written = ::write(m_fifo, bytes.constData() + at, static_cast<size_t>(bytes.size() - at));
        if (written <= 0)
            return;
        at += written;
    }
}

void Console::read(const std::stop_token &stop) const
{
    std::array<char, 65536> buffer{};
    while (!stop.stop_requested()) {
        const auto got = ::read(m_fifo, buffer.data(), buffer.size());
        if (got <= 0)
            return;
        m_onBytes(QByteArray(buffer.data(), got));
    }
}

} // namespace imagebuilder::simcloud
