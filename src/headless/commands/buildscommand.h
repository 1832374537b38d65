// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "headless/command.h"

namespace imagebuilder::headless {

/// imagebuilderd builds list | show | log | watch | cancel | manifest | diff.
class BuildsCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    app::Backend::Access access() const override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    [[nodiscard]] static Task<Result<Answer>> log(Running &running, QString build, bool follow, std::stop_token stop);
    [[nodiscard]] static Task<Result<Answer>> cancel(Running &running, QString build, std::stop_token stop);

    CLI::App *m_list = nullptr;
    CLI::App *m_show = nullptr;
    CLI::App *m_log = nullptr;
    CLI::App *m_watch = nullptr;
    CLI::App *m_cancel = nullptr;
    CLI::App *m_manifest = nullptr;
    CLI::App *m_diff = nullptr;
    QString m_build;
    QString m_other; ///< of diff: the second one
    int m_limit = 20;
    bool m_follow = false;
};

} // namespace imagebuilder::headless
