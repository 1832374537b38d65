// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/feed/feed.h"
#include "headless/command.h"

namespace imagebuilder::headless {

/// imagebuilderd feed.
class FeedCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    Result<void> prepare(Invocation &invocation) override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    app::FeedOptions m_options;
    double m_checkMinutes = 10;
};

} // namespace imagebuilder::headless
