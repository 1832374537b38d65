// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/watchbuilds.h"

namespace imagebuilder::app {

namespace {

constexpr milliseconds betweenFrames = milliseconds(500);
constexpr int mostLines = 200; // more than any terminal shows
constexpr int mostEnded = 20;
constexpr qint64 endOfLog = 64LL * 1024;

QStringList lastLines(const QString &path, int count)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const bool cut = file.size() > endOfLog && file.seek(file.size() - endOfLog);
    auto lines = QString::fromUtf8(file.readAll()).split(u'\n');
    lines.removeLast(); // what follows the last line end is still being written
    if (cut && !lines.isEmpty())
        lines.removeFirst();
    return lines.mid(std::max<qsizetype>(0, lines.size() - count));
}

Result<WatchedBuild> watched(Backend &backend, const BuildView &view, int lines)
{
    IB_TRY(const auto *const journal, backend.journal());
    IB_TRY(const auto steps, journal->steps(view.record.id));
    return WatchedBuild{view, steps.isEmpty() ? view.record.started : steps.last().started,
                        lastLines(BuildLogs::path(backend.settings().folders.log, view.record.id), lines)};
}

} // namespace

Result<WatchFrame> watchFrame(Backend &backend, int lines, int ended)
{
    IB_TRY(const auto *const journal, backend.journal());
    WatchFrame frame{.time = backend.clock().now(), .running = {}, .ended = {}};
    IB_TRY(const auto open, openBuilds(backend));
    for (const auto &view : open) {
        IB_TRY(auto build, watched(backend, view, lines));
        frame.running << std::move(build);
    }
    IB_TRY(const auto builds, journal->builds(ended + static_cast<int>(open.size())));
    for (const auto &record : builds)
        if (record.state != store::BuildState::Running)
            frame.ended << viewOf(backend.settings(), record);
    return frame;
}

Task<Result<void>> watchBuilds(Backend &backend, std::function<bool(const WatchFrame &)> show, std::stop_token stop)
{
    while (true) {
        IB_CO_TRY(const auto frame, watchFrame(backend, mostLines, mostEnded));
        if (!show(frame))
            co_return Result<void>{};
        IB_CO_CHECK(co_await backend.clock().sleep(betweenFrames, stop));
    }
}

} // namespace imagebuilder::app
