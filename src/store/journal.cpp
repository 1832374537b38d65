// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journal.h"

#include "base/filelock.h"
#include "base/ids.h"
#include "base/logging.h"
#include "store/journalstate.h"
#include "store/migrations.h"

#include <QtCore/QDir>

namespace imagebuilder::store {

Journal::Journal() = default;
Journal::~Journal() = default;

Result<std::unique_ptr<Journal>> Journal::open(const QString &folder, Access access, const Clock &clock)
{
    const auto path = QDir(QDir(folder).absolutePath()).filePath(QStringLiteral("journal.db"));
    std::unique_ptr<Journal> journal(new Journal);
    journal->m_state.reset(new State{.path = path, .access = access, .clock = clock});
    IB_CHECK(access == Access::ReadWrite ? journal->m_state->openForWriting() : journal->m_state->openForReading());
    return journal;
}

Result<void> Journal::State::openForWriting()
{
    IB_CHECK(makeJournalFile(path));
    // Two starts at once must not both find the same damage, else the second sets the first one's new file aside.
    IB_TRY(const auto lock, FileLock::lock(path + QStringLiteral(".lock")));
    IB_CHECK(makeJournalFile(path));
    IB_TRY(database, Database::open(path, Database::Mode::ReadWrite));
    IB_TRY(const bool healthy, database->healthy());
    if (!healthy) {
        database.reset();
        IB_TRY(const auto aside, setAside(path, clock));
        warning =
            QStringLiteral("the journal %1 was damaged; it was set aside as %2 and a new one begun: what stands in "
                           "the clouds is still true, `imagebuilderd journal rebuild` reads it back")
                .arg(path, aside);
        qCWarning(lcStore).noquote() << warning;
        IB_CHECK(makeJournalFile(path));
        IB_TRY(database, Database::open(path, Database::Mode::ReadWrite));
    }
    IB_CHECK(database->run(QStringLiteral("PRAGMA journal_mode = WAL")));
    IB_CHECK(database->run(QStringLiteral("PRAGMA synchronous = FULL")));
    IB_CHECK(database->run(QStringLiteral("PRAGMA foreign_keys = ON")));
    IB_CHECK(migrate(*database));
    IB_CHECK(database->run(QStringLiteral("INSERT OR IGNORE INTO meta (key, value) VALUES ('deployment', ?)"),
                           {newDeploymentId()}));
    return {};
}

Result<void> Journal::State::openForReading()
{
    database.reset();
    seen = lookAt(path);
    mode = !seen.exists ? Database::Mode::Empty : seen.hasWal ? Database::Mode::ReadOnly : Database::Mode::Immutable;
    IB_TRY(auto opened, Database::open(path, mode));
    if (mode == Database::Mode::Empty) {
        IB_CHECK(migrate(*opened));
    } else {
        IB_TRY(const bool healthy, opened->healthy());
        if (!healthy)
            return failure(ErrorKind::Storage, QStringLiteral("the journal %1 is damaged; the next command that writes "
                                                              "sets it aside and begins a new one")
                                                   .arg(path));
        IB_TRY(const bool isBlank, hasNoSchema(*opened));
        if (isBlank) {
            seen = {}; // whatever is there next, it is looked at again
            mode = Database::Mode::Empty;
            IB_TRY(opened, Database::open(path, mode));
            IB_CHECK(migrate(*opened));
        }
    }
    database = std::move(opened);
    return {};
}

Result<const Database *> Journal::State::reader()
{
    if (access == Access::ReadOnly) {
        const auto file = lookAt(path);
        const bool changed = mode == Database::Mode::ReadOnly ? file.inode != seen.inode : file != seen;
        if (changed || !database)
            IB_CHECK(openForReading());
    }
    return database.get();
}

Result<const Database *> Journal::State::writer() const
{
    if (access == Access::ReadOnly)
        return failure(ErrorKind::Storage, QStringLiteral("the journal %1 was opened for reading only").arg(path));
    return database.get();
}

Result<void> Journal::State::changeOne(const QString &what, const QString &sql, const QVariantList &values) const
{
    IB_TRY(const auto *open, writer());
    IB_TRY(const auto query, open->run(sql, values));
    if (query.numRowsAffected() != 1)
        return failure(ErrorKind::Storage, QStringLiteral("the journal %1 has no %2").arg(path, what));
    return {};
}

const QString &Journal::warning() const
{
    return m_state->warning;
}

QString Journal::deployment() const
{
    const auto open = m_state->reader();
    if (!open)
        return {};
    auto query = (*open)->run(QStringLiteral("SELECT value FROM meta WHERE key = 'deployment'"));
    return query && query->next() ? query->value(0).toString() : QString();
}

Result<QString> Journal::revision() const
{
    IB_TRY(const auto *open, m_state->reader());
    // It changes with what other connections commit; what this one does is told by its count of changed rows.
    IB_TRY(auto query, open->run(QStringLiteral("SELECT data_version, total_changes() FROM pragma_data_version")));
    const auto version = query.next() ? query.value(0).toString() + u'.' + query.value(1).toString() : QString();
    const auto &file = m_state->seen; // of a reader: a file that nobody writes to is opened anew for each change
    return QStringLiteral("%1.%2.%3.%4").arg(version).arg(file.inode).arg(file.size).arg(file.changedNs);
}

} // namespace imagebuilder::store
