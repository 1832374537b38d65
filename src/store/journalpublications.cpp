// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journalstate.h"

namespace imagebuilder::store {

namespace {

/// A reader never migrates, so it may look at a journal from before these tables.
Result<bool> hasPublications(const Database &database)
{
    IB_TRY(auto query, database.run(QStringLiteral("SELECT 1 FROM sqlite_master WHERE name = 'publications'")));
    return query.next();
}

Result<QList<DecisionRecord>> readDecisions(Result<const Database *> database, const QString &rest,
                                            const QVariantList &values)
{
    QList<DecisionRecord> decisions;
    IB_TRY(const auto *open, std::move(database));
    IB_TRY(const bool known, hasPublications(*open));
    if (!known)
        return decisions;
    IB_TRY(auto query, open->run(QStringLiteral("SELECT verb, who, image_name, build, cloud, image_id, outcome, time"
                                                " FROM decisions ") +
                                     rest,
                                 values));
    while (query.next())
        decisions.append({.verb = query.value(0).toString(),
                          .who = query.value(1).toString(),
                          .imageName = query.value(2).toString(),
                          .build = query.value(3).toString(),
                          .cloud = query.value(4).toString(),
                          .imageId = query.value(5).toString(),
                          .outcome = query.value(6).toString(),
                          .time = timeOf(query.value(7))});
    return decisions;
}

} // namespace

Result<void> Journal::setPublication(const PublicationRecord &publication)
{
    IB_TRY(const auto *open, m_state->writer());
    IB_CHECK(open->run(QStringLiteral("INSERT INTO publications (image_name, consumer, image_id, before, build, who,"
                                      " changed) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (image_name, consumer)"
                                      " DO UPDATE SET before = image_id, image_id = excluded.image_id,"
                                      " build = excluded.build, who = excluded.who, changed = excluded.changed"
                                      " WHERE image_id <> excluded.image_id"),
                       {textValue(publication.imageName), textValue(publication.consumer),
                        textValue(publication.imageId), textValue(publication.before), textValue(publication.build),
                        textValue(publication.who), m_state->now()}));
    return {};
}

Result<void> Journal::withdrawPublications(const QString &build)
{
    IB_TRY(const auto *open, m_state->writer());
    return open->atomically([&]() -> Result<void> {
        IB_CHECK(open->run(QStringLiteral("DELETE FROM publications WHERE build = ? AND before = ''"), {build}));
        IB_CHECK(open->run(QStringLiteral("UPDATE publications SET image_id = before, before = '', build = '',"
                                          " changed = ? WHERE build = ?"),
                           {m_state->now(), build}));
        return {};
    });
}

Result<QList<PublicationRecord>> Journal::publications(const QString &imageName) const
{
    QList<PublicationRecord> publications;
    IB_TRY(const auto *open, m_state->reader());
    IB_TRY(const bool known, hasPublications(*open));
    if (!known)
        return publications;
    IB_TRY(auto query, open->run(QStringLiteral("SELECT image_name, consumer, image_id, build, who, before, changed"
                                                " FROM publications WHERE ? = '' OR image_name = ?"
                                                " ORDER BY image_name, consumer"),
                                 {textValue(imageName), textValue(imageName)}));
    while (query.next())
        publications.append({.imageName = query.value(0).toString(),
                             .consumer = query.value(1).toString(),
                             .imageId = query.value(2).toString(),
                             .build = query.value(3).toString(),
                             .who = query.value(4).toString(),
                             .before = query.value(5).toString(),
                             .changed = timeOf(query.value(6))});
    return publications;
}

Result<void> Journal::addDecision(const DecisionRecord &decision)
{
    IB_TRY(const auto *open, m_state->writer());
    IB_CHECK(open->run(QStringLiteral("INSERT INTO decisions (verb, who, image_name, build, cloud, image_id, outcome,"
                                      " time) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
                       {textValue(decision.verb), textValue(decision.who), textValue(decision.imageName),
                        textValue(decision.build), textValue(decision.cloud), textValue(decision.imageId),
                        textValue(decision.outcome), m_state->now()}));
    return {};
}

Result<QList<DecisionRecord>> Journal::decisions(int limit) const
{
    return readDecisions(m_state->reader(), QStringLiteral("ORDER BY number DESC LIMIT ?"), {limit > 0 ? limit : -1});
}

Result<std::optional<DecisionRecord>> Journal::newestDecision(const QStringList &verbs) const
{
    const QStringList marks(verbs.size(), QStringLiteral("?"));
    IB_TRY(auto found,
           readDecisions(m_state->reader(),
                         QStringLiteral("WHERE verb IN (%1) ORDER BY number DESC LIMIT 1").arg(marks.join(u',')),
                         QVariantList(verbs.begin(), verbs.end())));
    return found.isEmpty() ? std::nullopt : std::optional(found.takeFirst());
}

} // namespace imagebuilder::store
