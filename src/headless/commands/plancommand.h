// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/plan/planreader.h"
#include "headless/command.h"
#include "headless/options/planchoice.h"

namespace imagebuilder::headless {

/// imagebuilderd plan --check [FILE].
class PlanCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    PlanChoice m_choice;
    QString m_checked;
};

} // namespace imagebuilder::headless
