// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journalstate.h"

namespace imagebuilder::store {

Result<QStringList> Journal::forgetBuilds(const QDateTime &oldest, int most)
{
    IB_TRY(const auto *open, m_state->writer());
    QStringList forgotten;
    IB_CHECK(open->atomically([&]() -> Result<void> {
        IB_TRY(auto query,
               open->run(QStringLiteral("SELECT id FROM builds WHERE state <> 'running' AND (started < ? OR id IN"
                                        " (SELECT id FROM builds ORDER BY started DESC, rowid DESC LIMIT -1 OFFSET ?))"
                                        " AND id NOT IN (SELECT build FROM publications) AND NOT EXISTS"
                                        " (SELECT 1 FROM resources r WHERE r.build = builds.id AND r.state <> 'gone')"),
                         {timeValue(oldest), most}));
        while (query.next())
            forgotten << query.value(0).toString();
        for (const auto &build : std::as_const(forgotten)) {
            IB_CHECK(open->run(QStringLiteral("DELETE FROM resources WHERE build = ?"), {build}));
            IB_CHECK(open->run(QStringLiteral("DELETE FROM builds WHERE id = ?"), {build})); // steps, deliveries follow
        }
        return {};
    }));
    return forgotten;
}

} // namespace imagebuilder::store
