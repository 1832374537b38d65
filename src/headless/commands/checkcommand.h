// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "headless/command.h"
#include "headless/options/planchoice.h"

namespace imagebuilder::headless {

/// imagebuilderd check: whether every consumer still has the image that it was given, and mending it.
class CheckCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    app::Backend::Access access() const override;
    /// Reads the plan where it shall be built from.
    Result<void> prepare(Invocation &invocation) override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    bool m_onlyLook = false;
    bool m_build = false;
    PlanChoice m_choice;
    QList<app::BuildOrder> m_orders;
};

} // namespace imagebuilder::headless
