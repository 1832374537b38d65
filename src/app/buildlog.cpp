// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/buildlog.h"

#include "app/showbuild.h"

namespace imagebuilder::app {

namespace {

constexpr milliseconds lookAgainEvery = milliseconds(300);

/// Whole lines that are there by now; a last one without its end waits in `rest`.
void handOut(QFile &file, QByteArray &rest, const std::function<void(QByteArray)> &line)
{
    rest += file.readAll();
    qsizetype start = 0;
    for (auto end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', start)) {
        line(rest.sliced(start, end - start));
        start = end + 1;
    }
    rest.remove(0, start);
}

} // namespace

Task<Result<void>> readBuildLog(Backend &backend, QString build, bool follow, std::function<void(QByteArray)> line,
                                std::stop_token stop)
{
    IB_CO_TRY(const auto found, findBuild(backend, build));
    QFile file(BuildLogs::path(backend.settings().folders.log, found.record.id));
    QByteArray rest;
    while (true) {
        // The state first: what was written before the end is then read after it.
        IB_CO_TRY(const auto view, findBuild(backend, found.record.id));
        if (!file.isOpen() && !file.open(QIODevice::ReadOnly) && !(follow && view.alive))
            co_return failure(ErrorKind::NotFound, QStringLiteral("the log %1 of build %2 cannot be read: %3")
                                                       .arg(file.fileName(), view.record.id, file.errorString()));
        if (file.isOpen())
            handOut(file, rest, line);
        if (!follow || !view.alive)
            break;
        IB_CO_CHECK(co_await backend.clock().sleep(lookAgainEvery, stop));
    }
    if (!rest.isEmpty())
        line(rest);
    co_return Result<void>{};
}

} // namespace imagebuilder::app
