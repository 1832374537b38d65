// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/plan/plan.h"
#include "headless/command.h"

namespace imagebuilder::headless {

/// imagebuilderd run: builds an image and delivers it; prints what CONTRACT.md says, byte for byte.
class RunCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    app::Backend::Access access() const override { return app::Backend::Access::ReadWrite; }
    /// Takes the script's secrets out of the environment, so that no child of this process inherits them.
    Result<void> prepare(Invocation &invocation) override;
    ExitCode codeFor(const Error &error) const override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    app::Plan m_plan;
};

/// "Image build success:\n" and the ids in the consumers' order. A consumer that got nothing leaves its place empty
/// ("id1,,id3"), since callers pair ids with --upload-clouds by position. Without consumers: the snapshot's id.
QByteArray runText(const QStringList &consumers, const build::Outcome &outcome);

} // namespace imagebuilder::headless
