// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "headless/command.h"

namespace imagebuilder::headless {

/// imagebuilderd check: whether every consumer still has the image that it was given.
class CheckCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    app::Backend::Access access() const override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    bool m_onlyLook = false;
};

} // namespace imagebuilder::headless
