// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/doctor/doctor.h"

#include "app/doctor/cloudchecks.h"
#include "app/doctor/machinechecks.h"
#include "base/taskscope.h"

namespace imagebuilder::app {

namespace {

Finding journalFinding(Backend &backend)
{
    const auto about = QStringLiteral("journal");
    const auto journal = backend.journal();
    if (!journal)
        return failed(about, journal.error().message(),
                      QStringLiteral("move it away; `imagebuilderd journal rebuild` reads it back from the clouds"));
    const auto deployment = (*journal)->deployment();
    return ok(about,
              deployment.isEmpty() ? QStringLiteral("none yet") : QStringLiteral("of deployment %1").arg(deployment));
}

} // namespace

Task<QList<Finding>> examine(Backend &backend, DoctorOrder order, std::stop_token stop)
{
    auto findings = checkMachine(backend.settings(), backend.clock());
    findings << journalFinding(backend);
    const auto builder = backend.cloudName(order.cloud);
    if (!builder) {
        findings << failed(QStringLiteral("clouds.yaml"), builder.error().message(),
                           QStringLiteral("put one where README.md says, or try `imagebuilderd demo`"));
        co_return findings;
    }
    std::vector<Task<QList<Finding>>> tasks;
    tasks.push_back(checkCloud(backend, *builder, true, stop));
    order.others.removeAll(*builder);
    for (const auto &name : order.others)
        tasks.push_back(checkCloud(backend, name, false, stop));
    for (const auto &found : co_await all(std::move(tasks)))
        findings << found;
    co_return findings;
}

} // namespace imagebuilder::app
