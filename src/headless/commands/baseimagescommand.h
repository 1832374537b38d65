// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/baseimages.h"
#include "headless/command.h"
#include "headless/options/planchoice.h"
#include "headless/options/planoptions.h"

namespace imagebuilder::headless {

/// imagebuilderd base-images: what a cloud has and upstream offers; `refresh` brings what is stale.
class BaseImagesCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    app::Backend::Access access() const override;
    Result<void> prepare(Invocation &invocation) override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    void addOptions(CLI::App &command, Invocation &invocation);

    CLI::App *m_refresh = nullptr;
    PlanChoice m_choice;
    SaidOptions m_said; ///< they win over the plan
    app::BaseImagesOrder m_order;
};

} // namespace imagebuilder::headless
