// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journalstate.h"

namespace imagebuilder::store {

Result<void> Journal::adopt(const QString &deployment)
{
    IB_TRY(const auto *open, m_state->writer());
    return open->atomically([&]() -> Result<void> {
        IB_TRY(const auto known, builds(1));
        if (!known.isEmpty() && deployment != this->deployment())
            return failure(ErrorKind::Conflict,
                           QStringLiteral("the journal %1 has builds of deployment %2; to go on with %3, move it away "
                                          "or name another folder with --state-dir")
                               .arg(m_state->path, this->deployment(), deployment));
        IB_CHECK(open->run(QStringLiteral("UPDATE meta SET value = ? WHERE key = 'deployment'"), {deployment}));
        return {};
    });
}

Result<bool> Journal::restore(const BuildHistory &history)
{
    IB_TRY(const auto *open, m_state->writer());
    bool added = false;
    IB_CHECK(open->atomically([&]() -> Result<void> {
        IB_TRY(const auto known, build(history.build.id));
        if (known)
            return {};
        IB_CHECK(addBuild(history.build));
        for (const auto &resource : history.resources)
            IB_CHECK(intend(resource));
        for (const auto &delivery : history.deliveries)
            IB_CHECK(setDelivery(delivery));
        for (const auto &publication : history.publications)
            IB_CHECK(setPublication(publication));
        added = true;
        return {};
    }));
    return added;
}

} // namespace imagebuilder::store
