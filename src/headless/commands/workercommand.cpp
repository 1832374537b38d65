// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/workercommand.h"

#include "app/unit/unitworker.h"
#include "app/unit/workerprocess.h"
#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"

namespace imagebuilder::headless {

CLI::App *WorkerCommand::declare(CLI::App &parent, Invocation &)
{
    auto *command = parent.add_subcommand("worker", "Carry out what the charm's hooks ordered; they start it");
    textOption(*command, "--attend", m_attended, "start a worker, and tell Juju of this unit what it made")
        ->type_name("UNIT");
    addExample(*command, "imagebuilderd worker",
               "It ends when nothing is left to do, or with 6 when another worker is at it.\n\n");
    return command;
}

Task<Result<Answer>> WorkerCommand::run(Running &running, std::stop_token stop)
{
    const auto &settings = running.invocation.settings;
    const auto places = app::UnitPlaces::of(settings.clouds.environment);
    auto &clock = running.backend.clock();
    if (!m_attended.isEmpty()) {
        IB_CO_CHECK(co_await app::attendWorker(places, m_attended, clock, stop));
        co_return Answer();
    }
    IB_CO_TRY(const bool worked, co_await app::workOrders(settings, places, clock, {}, stop));
    co_return Answer{.text = {}, .json = {}, .code = worked ? ExitCode::Success : ExitCode::Conflict};
}

} // namespace imagebuilder::headless
