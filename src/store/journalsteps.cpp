// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journalstate.h"

namespace imagebuilder::store {

Result<void> Journal::beginStep(const QString &build, const QString &step)
{
    IB_TRY(const auto *open, m_state->writer());
    const auto now = m_state->now();
    return open->atomically([&]() -> Result<void> {
        IB_TRY(auto query,
               open->run(QStringLiteral("SELECT number, data FROM steps WHERE build = ? AND step = ? AND ended IS NULL"
                                        " ORDER BY number DESC LIMIT 1"),
                         {build, step}));
        const auto data = query.next() ? query.value(1) : jsonValue({});
        query.finish();
        IB_CHECK(open->run(QStringLiteral("UPDATE steps SET ended = ?, outcome = 'interrupted'"
                                          " WHERE build = ? AND step = ? AND ended IS NULL"),
                           {now, build, step}));
        IB_CHECK(open->run(QStringLiteral("INSERT INTO steps (build, step, started, data) VALUES (?, ?, ?, ?)"),
                           {build, step, now, data}));
        return {};
    });
}

Result<void> Journal::endStep(const QString &build, const QString &step, const QString &outcome)
{
    return m_state->changeOne(QStringLiteral("running step %1 of build %2").arg(step, build),
                              QStringLiteral("UPDATE steps SET ended = ?, outcome = ?"
                                             " WHERE build = ? AND step = ? AND ended IS NULL"),
                              {m_state->now(), textValue(outcome), build, step});
}

Result<void> Journal::noteStep(const QString &build, const QString &step, const QJsonObject &data)
{
    IB_TRY(const auto *open, m_state->writer());
    return open->atomically([&]() -> Result<void> {
        IB_TRY(auto query, open->run(QStringLiteral("SELECT number, data FROM steps WHERE build = ? AND step = ?"
                                                    " ORDER BY number DESC LIMIT 1"),
                                     {build, step}));
        if (!query.next())
            return failure(ErrorKind::Storage,
                           QStringLiteral("the journal %1 has no step %2 of build %3").arg(m_state->path, step, build));
        const auto number = query.value(0);
        auto merged = jsonOf(query.value(1));
        query.finish();
        for (auto note = data.begin(); note != data.end(); ++note)
            merged.insert(note.key(), note.value());
        IB_CHECK(open->run(QStringLiteral("UPDATE steps SET data = ? WHERE number = ?"), {jsonValue(merged), number}));
        return {};
    });
}

Result<QList<StepRecord>> Journal::steps(const QString &build) const
{
    IB_TRY(const auto *open, m_state->reader());
    IB_TRY(auto query, open->run(QStringLiteral("SELECT build, step, started, ended, outcome, data FROM steps"
                                                " WHERE build = ? ORDER BY number"),
                                 {build}));
    QList<StepRecord> steps;
    while (query.next())
        steps.append({.build = query.value(0).toString(),
                      .step = query.value(1).toString(),
                      .started = timeOf(query.value(2)),
                      .ended = timeOf(query.value(3)),
                      .outcome = query.value(4).toString(),
                      .data = jsonOf(query.value(5))});
    return steps;
}

} // namespace imagebuilder::store
