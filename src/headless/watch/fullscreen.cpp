// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/watch/fullscreen.h"

#include "headless/output/streams.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <array>

namespace imagebuilder::headless {

namespace {

// ECMA-48 and xterm's control sequences, which all terminals of today know.
constexpr auto enterScreen = "\x1b[?1049h\x1b[?25l\x1b[2J";
constexpr auto leaveScreen = "\x1b[?25h\x1b[?1049l";
constexpr auto cursorHome = "\x1b[H";
constexpr auto eraseRest = "\x1b[K";

} // namespace

bool FullScreen::possible()
{
    return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
}

FullScreen::FullScreen()
{
    tcgetattr(STDIN_FILENO, &m_before);
    auto keyByKey = m_before;
    keyByKey.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &keyByKey);
    m_keys = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(m_keys.get(), &QSocketNotifier::activated, m_keys.get(), [this] { readKeys(); });
    writeOut(enterScreen);
}

FullScreen::~FullScreen()
{
    m_keys.reset();
    writeOut(leaveScreen);
    tcsetattr(STDIN_FILENO, TCSANOW, &m_before);
}

QSize FullScreen::size()
{
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return {80, 24};
    return {size.ws_col, size.ws_row};
}

void FullScreen::draw(const QStringList &lines)
{
    QByteArrayList rows;
    for (const auto &line : lines)
        rows << line.toUtf8() + eraseRest;
    writeOut(cursorHome + rows.join("\r\n"));
}

void FullScreen::readKeys()
{
    std::array<char, 64> keys{};
    const auto count = read(STDIN_FILENO, keys.data(), keys.size());
    const QByteArrayView pressed(keys.data(), std::max<ssize_t>(0, count));
    if (count <= 0 || pressed.contains('q') || pressed.contains('Q'))
        m_ended = true;
    if (count <= 0)
        m_keys->setEnabled(false);
}

} // namespace imagebuilder::headless
