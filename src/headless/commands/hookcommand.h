// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/unitplaces.h"
#include "headless/command.h"
#include "juju/hookenvironment.h"

namespace imagebuilder::headless {

/// imagebuilderd hook: what the charm's dispatch calls for every event and action.
class HookCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    Result<void> prepare(Invocation &invocation) override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    juju::HookEnvironment m_hook;
    app::UnitPlaces m_places;
};

} // namespace imagebuilder::headless
