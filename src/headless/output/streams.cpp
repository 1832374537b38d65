// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/output/streams.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>

namespace imagebuilder::headless {

namespace {

void writeAll(int descriptor, const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const auto wrote = write(descriptor, bytes.constData() + done, static_cast<std::size_t>(bytes.size() - done));
        if (wrote < 0 && errno != EINTR)
            return;
        done += std::max<qsizetype>(wrote, 0);
    }
}

} // namespace

void writeOut(const QByteArray &bytes)
{
    writeAll(STDOUT_FILENO, bytes);
}

void writeError(const QByteArray &bytes)
{
    writeAll(STDERR_FILENO, bytes);
}

bool errorIsTerminal()
{
    return isatty(STDERR_FILENO) == 1;
}

int terminalWidth()
{
    constexpr int usual = 80;
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual;
}

} // namespace imagebuilder::headless
