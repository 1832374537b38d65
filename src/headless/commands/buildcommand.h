// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "headless/command.h"
#include "headless/options/planchoice.h"

namespace imagebuilder::headless {

/// imagebuilderd build: makes what a plan wants, or a part of it.
class BuildCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    app::Backend::Access access() const override { return app::Backend::Access::ReadWrite; }
    /// Reads the plan and its secrets, which it takes out of the environment.
    Result<void> prepare(Invocation &invocation) override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    PlanChoice m_choice;
    bool m_ifChanged = false;
    bool m_scheduled = false;
    QList<app::BuildOrder> m_orders;
    app::FreshnessRule m_rule;
};

} // namespace imagebuilder::headless
