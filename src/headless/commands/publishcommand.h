// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/publishimage.h"
#include "headless/command.h"

namespace imagebuilder::headless {

/// imagebuilderd publish: what is already built, to consumers that lack it.
class PublishCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    app::Backend::Access access() const override { return app::Backend::Access::ReadWrite; }
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    app::PublishOrder m_order;
};

} // namespace imagebuilder::headless
