// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/watch/watchlines.h"

namespace imagebuilder::headless {

QStringList WatchLines::take(const app::WatchFrame &frame)
{
    QStringList fresh;
    const auto say = [&](const app::BuildView &view, const QString &what) {
        auto &said = m_said[view.record.id];
        if (said == what)
            return;
        said = what;
        fresh << QStringLiteral("%1 %2 %3 %4")
                     .arg(frame.time.toUTC().toString(Qt::ISODate), view.record.id, view.record.imageName, what);
    };
    for (const auto &build : frame.running)
        say(build.view, QStringLiteral("%1 in step %2").arg(build.view.stateName(), build.view.record.step));
    for (const auto &view : frame.ended) {
        if (m_first) // what had ended before anybody watched is no news
            m_said.insert(view.record.id, view.stateName());
        else
            say(view, view.stateName());
    }
    m_first = false;
    return fresh;
}

} // namespace imagebuilder::headless
