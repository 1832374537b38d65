// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "headless/command.h"

namespace imagebuilder::headless {

/// imagebuilderd latest-build-id: prints the id of the newest image of a name, with no newline, or nothing.
class LatestBuildIdCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    QString m_imageName;
    bool m_anyStatus = false;
};

} // namespace imagebuilder::headless
