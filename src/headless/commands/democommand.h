// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/buildimages.h"
#include "headless/command.h"
#include "headless/demo/simulator.h"

#include <QtCore/QTemporaryDir>

namespace imagebuilder::headless {

/// imagebuilderd demo: a simulated cloud, `init`, and builds of two bases for two consumers, in a temporary folder.
class DemoCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    app::Backend::Access access() const override { return app::Backend::Access::ReadWrite; }
    Result<void> prepare(Invocation &invocation) override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    QString usage(const Invocation &invocation) const;

    bool m_keep = false;
    QTemporaryDir m_folder;
    std::unique_ptr<Simulator> m_simulator;
};

} // namespace imagebuilder::headless
