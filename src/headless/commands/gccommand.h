// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/collectleftovers.h"
#include "headless/command.h"

namespace imagebuilder::headless {

/// imagebuilderd gc: lists what interrupted builds left, and with --delete removes it.
class GcCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    app::CollectOrder m_order;
};

} // namespace imagebuilder::headless
