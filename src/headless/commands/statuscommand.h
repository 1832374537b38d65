// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "headless/command.h"

namespace imagebuilder::headless {

/// imagebuilderd status: what is served, what runs, what is wrong.
class StatusCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    Result<void> prepare(Invocation &invocation) override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;
};

} // namespace imagebuilder::headless
