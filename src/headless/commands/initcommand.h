// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/initcloud.h"
#include "app/plan/plan.h"
#include "headless/command.h"

namespace imagebuilder::headless {

/// imagebuilderd init: base images, key pair, security group.
class InitCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    app::Backend::Access access() const override { return app::Backend::Access::ReadWrite; }
    Result<void> prepare(Invocation &invocation) override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    app::InitOrder m_order;
    app::Plan m_plan; ///< of it the options that `run` has, too
};

} // namespace imagebuilder::headless
