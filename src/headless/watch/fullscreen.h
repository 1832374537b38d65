// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QSize>
#include <QtCore/QSocketNotifier>
#include <QtCore/QStringList>

#include <termios.h>

#include <memory>

namespace imagebuilder::headless {

/// The terminal's alternate screen, without cursor and echo, for as long as this lives; all is as before afterwards.
/// Keys are taken one by one. Ctrl-C still signals.
class FullScreen
{
public:
    /// True when both standard input and output are terminals.
    static bool possible();

    FullScreen();
    ~FullScreen();
    FullScreen(const FullScreen &) = delete;
    FullScreen &operator=(const FullScreen &) = delete;

    /// Columns and rows at this moment: whoever draws asks each time, so a resized window is right at the next frame.
    static QSize size();
    /// Draws these lines over what is there, in one write, so that nothing flickers.
    void draw(const QStringList &lines);
    /// q or Q was pressed, or nobody is there any more to press it.
    bool wantsToEnd() const { return m_ended; }

private:
    void readKeys();
    termios m_before{};
    std::unique_ptr<QSocketNotifier> m_keys;
    bool m_ended = false;
};

} // namespace imagebuilder::headless
