// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/changeimages.h"
#include "app/pruneimages.h"
#include "headless/command.h"

namespace imagebuilder::headless {

/// imagebuilderd images [list] | rollback | promote | mark-bad | mark-good | prune.
class ImagesCommand final : public Command
{
public:
    CLI::App *declare(CLI::App &parent, Invocation &invocation) override;
    app::Backend::Access access() const override;
    [[nodiscard]] Task<Result<Answer>> run(Running &running, std::stop_token stop) override;

private:
    using Change = Task<Result<app::ImageChanges>> (*)(app::Backend &, app::ImageOrder, std::stop_token);

    void declareChanges(CLI::App &command, Invocation &invocation);
    void declarePrune(CLI::App &command, Invocation &invocation);
    CLI::App *addVerb(CLI::App &command, Invocation &invocation, const char *name, const char *what,
                      const char *example);
    app::ImageOrder order(const Running &running) const;
    [[nodiscard]] Task<Result<Answer>> rollBack(Running &running, std::stop_token stop);
    [[nodiscard]] Task<Result<Answer>> promote(Running &running, std::stop_token stop);
    [[nodiscard]] Task<Result<Answer>> prune(Running &running, std::stop_token stop);

    CLI::App *m_rollback = nullptr;
    CLI::App *m_promote = nullptr;
    CLI::App *m_markBad = nullptr;
    CLI::App *m_markGood = nullptr;
    CLI::App *m_prune = nullptr;
    app::ImageScope m_scope;
    app::PruneOrder m_pruneOrder;
    QString m_id;
    QString m_from; ///< of rollback: a build of the image name that is meant
    bool m_due = false;
};

} // namespace imagebuilder::headless
