// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "headless/command.h"

namespace imagebuilder::headless {

/// imagebuilderd metrics: numbers for Prometheus.
class MetricsCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    Result<void> prepare(Invocation &invocation) override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;
};

} // namespace imagebuilder::headless
