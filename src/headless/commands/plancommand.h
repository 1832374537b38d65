// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "headless/command.h"
#include "headless/options/planchoice.h"

namespace CLI {
class Option;
}

namespace imagebuilder::headless {

/// imagebuilderd plan: what a run of it would do; with --check what is wrong in it.
class PlanCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    /// Reads the plan, unless it is to be checked.
    Result<void> prepare(Invocation &invocation) override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    PlanChoice m_choice;
    QString m_checked; ///< what --check names; may be empty
    CLI::Option *m_check = nullptr;
    bool m_ifChanged = false;
    QString m_file;
    app::Plan m_plan;
};

} // namespace imagebuilder::headless
