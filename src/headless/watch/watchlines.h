// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/watchbuilds.h"

namespace imagebuilder::headless {

/// Frames as plain lines, for what is no terminal: each change of a build is said once.
class WatchLines
{
public:
    /// What is new since the last frame.
    QStringList take(const app::WatchFrame &frame);

private:
    QMap<QString, QString> m_said; ///< build → the last thing that was said of it
    bool m_first = true;
};

} // namespace imagebuilder::headless
