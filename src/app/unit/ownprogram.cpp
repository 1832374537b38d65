// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/ownprogram.h"

#include "app/unit/programcopy.h"
#include "app/unit/unitfiles.h"
#include "app/unit/workerprocess.h"
#include "base/child.h"

namespace imagebuilder::app {

namespace {
constexpr milliseconds commandPatience = std::chrono::minutes(15);
} // namespace

QStringList asWorker(QStringList words)
{
    if (!hasWorkerUser())
        return words;
    const auto user = QStringLiteral("imagebuilder");
    return QStringList{QStringLiteral("setpriv"), QStringLiteral("--reuid=") + user, QStringLiteral("--regid=") + user,
                       QStringLiteral("--init-groups"), QStringLiteral("--")} +
           words;
}

Task<Result<QByteArray>> askOwnProgram(UnitPlaces places, QStringList arguments, std::stop_token stop)
{
    auto words = asWorker(programWords() + arguments);
    const ChildCommand command{.program = words.takeFirst(),
                               .arguments = words,
                               .input = {},
                               .timeout = commandPatience,
                               .onLine = {},
                               .environment = workerEnvironment(places)};
    IB_CO_TRY(const auto outcome, co_await runChild(command, stop));
    if (outcome.exitCode == 0)
        co_return QByteArray(outcome.output);
    const auto lines = outcome.errors.trimmed().split('\n');
    co_return failure(ErrorKind::Internal, QString::fromUtf8(lines.last()).trimmed());
}

} // namespace imagebuilder::app
