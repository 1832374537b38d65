// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/migrations.h"

namespace imagebuilder::store {

namespace {

/// Number n is entry n-1. Entries are only ever added, never changed: journals in the field have run them.
const QList<QStringList> &migrations()
{
    static const QList<QStringList> all = {
        {
            QStringLiteral("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"),
            QStringLiteral("CREATE TABLE builds (id TEXT PRIMARY KEY NOT NULL, image_name TEXT NOT NULL,"
                           " base TEXT NOT NULL, arch TEXT NOT NULL, trigger_name TEXT NOT NULL, cloud TEXT NOT NULL,"
                           " state TEXT NOT NULL, step TEXT NOT NULL, request TEXT NOT NULL, error TEXT NOT NULL,"
                           " error_kind TEXT NOT NULL, started TEXT NOT NULL, ended TEXT,"
                           " cancel_requested INTEGER NOT NULL DEFAULT 0)"),
            QStringLiteral("CREATE INDEX builds_by_start ON builds (started)"),
            QStringLiteral("CREATE TABLE steps (number INTEGER PRIMARY KEY,"
                           " build TEXT NOT NULL REFERENCES builds (id) ON DELETE CASCADE, step TEXT NOT NULL,"
                           " started TEXT NOT NULL, ended TEXT, outcome TEXT NOT NULL DEFAULT '',"
                           " data TEXT NOT NULL DEFAULT '{}')"),
            QStringLiteral("CREATE INDEX steps_by_build ON steps (build, step)"),
            // No cascade: what is still in a cloud must not be forgotten together with its build.
            QStringLiteral("CREATE TABLE resources (number INTEGER PRIMARY KEY, build TEXT REFERENCES builds (id),"
                           " kind TEXT NOT NULL, cloud TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL,"
                           " state TEXT NOT NULL, changed TEXT NOT NULL)"),
            QStringLiteral("CREATE INDEX resources_by_build ON resources (build, state)"),
            QStringLiteral("CREATE TABLE deliveries (build TEXT NOT NULL REFERENCES builds (id) ON DELETE CASCADE,"
                           " consumer TEXT NOT NULL, image_id TEXT NOT NULL, state TEXT NOT NULL,"
                           " error TEXT NOT NULL, changed TEXT NOT NULL, PRIMARY KEY (build, consumer)) WITHOUT ROWID"),
        },
        {
            QStringLiteral("ALTER TABLE deliveries ADD COLUMN way TEXT NOT NULL DEFAULT ''"),
        },
        {
            QStringLiteral("CREATE TABLE publications (image_name TEXT NOT NULL, consumer TEXT NOT NULL,"
                           " image_id TEXT NOT NULL, before TEXT NOT NULL, build TEXT NOT NULL, who TEXT NOT NULL,"
                           " changed TEXT NOT NULL, PRIMARY KEY (image_name, consumer)) WITHOUT ROWID"),
            // Until now a consumer showed what the newest build that succeeded had delivered to it.
            QStringLiteral(
                "INSERT INTO publications SELECT image_name, consumer, image_id, before, build, build, changed"
                " FROM (SELECT b.image_name, d.consumer, d.image_id, d.build, d.changed,"
                " lead(d.image_id, 1, '') OVER newest AS before, row_number() OVER newest AS place"
                " FROM deliveries d JOIN builds b ON b.id = d.build"
                " WHERE b.state = 'succeeded' AND d.state = 'delivered'"
                " WINDOW newest AS (PARTITION BY b.image_name, d.consumer"
                " ORDER BY b.started DESC, b.rowid DESC)) WHERE place = 1"),
            QStringLiteral("CREATE TABLE decisions (number INTEGER PRIMARY KEY, verb TEXT NOT NULL, who TEXT NOT NULL,"
                           " image_name TEXT NOT NULL, build TEXT NOT NULL, cloud TEXT NOT NULL,"
                           " image_id TEXT NOT NULL, outcome TEXT NOT NULL, time TEXT NOT NULL)"),
        },
    };
    return all;
}

Result<qsizetype> schemaNumber(const Database &database)
{
    IB_TRY(auto query, database.run(QStringLiteral("PRAGMA user_version")));
    return query.next() ? query.value(0).toLongLong() : 0;
}

} // namespace

Result<bool> hasNoSchema(const Database &database)
{
    IB_TRY(const auto number, schemaNumber(database));
    return number == 0;
}

Result<void> migrate(const Database &database)
{
    const auto wanted = migrations().size();
    IB_TRY(const auto before, schemaNumber(database));
    if (before > wanted)
        return failure(ErrorKind::Storage,
                       QStringLiteral("the journal has schema %1, this program knows up to %2: a newer imagebuilderd "
                                      "made it; use that one, or move the journal away to begin a new one")
                           .arg(before)
                           .arg(wanted));
    if (before == wanted)
        return {};
    return database.atomically([&]() -> Result<void> {
        IB_TRY(const auto now, schemaNumber(database)); // another process may have been faster
        for (auto number = now; number < wanted; ++number) {
            for (const auto &statement : migrations().at(number))
                IB_CHECK(database.run(statement));
        }
        IB_CHECK(database.run(QStringLiteral("PRAGMA user_version = %1").arg(std::max(now, wanted))));
        return {};
    });
}

} // namespace imagebuilder::store
