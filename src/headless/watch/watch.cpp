// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/watch/watch.h"

#include "base/json.h"
#include "headless/watch/fullscreen.h"
#include "headless/watch/watchlines.h"
#include "headless/watch/watchscreen.h"

namespace imagebuilder::headless {

namespace {

/// A stop is how one stops watching.
Result<Answer> endOf(const Result<void> &watched)
{
    if (!watched && watched.error().kind() != ErrorKind::Cancelled)
        return std::unexpected(watched.error());
    return Answer{};
}

Task<Result<Answer>> watchFullScreen(Running &running, std::stop_token stop)
{
    FullScreen screen;
    const auto show = [&screen](const app::WatchFrame &frame) {
        screen.draw(watchScreen(frame, FullScreen::size()));
        return !screen.wantsToEnd();
    };
    const auto watched = co_await app::watchBuilds(running.backend, show, stop);
    co_return endOf(watched);
}

} // namespace

Task<Result<Answer>> watch(Running &running, std::stop_token stop)
{
    const bool json = running.invocation.output == OutputFormat::Json;
    if (!json && FullScreen::possible())
        co_return co_await watchFullScreen(running, stop);
    WatchLines lines;
    const auto show = [&running, &lines, json](const app::WatchFrame &frame) {
        for (const auto &line : lines.take(frame))
            running.line(json ? compactJson({{"line", line}}) : line.toUtf8());
        return !frame.running.isEmpty();
    };
    const auto watched = co_await app::watchBuilds(running.backend, show, stop);
    co_return endOf(watched);
}

} // namespace imagebuilder::headless
