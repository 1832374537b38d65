// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/database.h"

#include <QtCore/QUrl>
#include <QtSql/QSqlError>

#include <atomic>

namespace imagebuilder::store {

namespace {

constexpr int busyTimeoutMs = 10'000;

/// SQLite's primary result codes (sqlite.org/rescode.html); the extended ones carry them in their low byte.
enum ResultCode {
    Busy = 5,
    ReadOnlyFile = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    NotADatabase = 26
};

int resultCode(const QSqlError &error)
{
    return error.nativeErrorCode().toInt() & 0xff;
}

QString remedy(const QSqlError &error)
{
    switch (resultCode(error)) {
    case Busy:
        return QStringLiteral("another process has held it locked for %1 s; try again").arg(busyTimeoutMs / 1000);
    case ReadOnlyFile:
    case CannotOpen:
        return QStringLiteral("check the owner and mode of file and folder, or name another state folder");
    case IoError:
    case Full:
        return QStringLiteral("free some space on that disk, or name another state folder");
    case Corrupt:
    case NotADatabase:
        return QStringLiteral("the file is damaged; the next command that writes sets it aside and begins a new one");
    default:
        return QStringLiteral("this is a mistake of ours, please report it");
    }
}

} // namespace

Result<std::unique_ptr<Database>> Database::open(const QString &path, Mode mode)
{
    static std::atomic<int> count = 0;
    const auto name = QStringLiteral("journal-%1").arg(++count);
    std::unique_ptr<Database> made(new Database(path, name));
    made->m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
    auto options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(busyTimeoutMs);
    auto file = path;
    if (mode == Mode::Empty) {
        file = QStringLiteral(":memory:");
    } else if (mode != Mode::ReadWrite) {
        file = QString::fromLatin1(QUrl::fromLocalFile(path).toEncoded(QUrl::FullyEncoded));
        options += QStringLiteral(";QSQLITE_OPEN_URI;QSQLITE_OPEN_READONLY");
        if (mode == Mode::Immutable)
            file += QStringLiteral("?immutable=1");
    }
    made->m_database.setDatabaseName(file);
    made->m_database.setConnectOptions(options);
    if (!made->m_database.open())
        return made->failed(QStringLiteral("open"), made->m_database.lastError());
    return made;
}

Database::~Database()
{
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_connection);
}

Result<bool> Database::healthy() const
{
    QSqlQuery query(m_database);
    const bool asked = query.exec(QStringLiteral("PRAGMA quick_check(1)"));
    const auto code = resultCode(query.lastError());
    if (!asked && (code == Corrupt || code == NotADatabase))
        return false;
    if (!asked)
        return failed(QStringLiteral("check"), query.lastError());
    return query.next() && query.value(0).toString() == u"ok";
}

Result<QSqlQuery> Database::run(const QString &sql, const QVariantList &values) const
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return failed(QStringLiteral("ask"), query.lastError());
    for (const auto &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return failed(QStringLiteral("ask"), query.lastError());
    return query;
}

Result<void> Database::atomically(const std::function<Result<void>()> &work) const
{
    IB_CHECK(run(QStringLiteral("BEGIN IMMEDIATE")));
    auto done = work();
    if (done) {
        if (auto committed = run(QStringLiteral("COMMIT")); !committed)
            done = failure(std::move(committed).error());
    }
    if (!done)
        QSqlQuery(m_database).exec(QStringLiteral("ROLLBACK")); // may fail where SQLite has rolled back by itself
    return done;
}

std::unexpected<Error> Database::failed(const QString &doing, const QSqlError &error) const
{
    auto said = error.databaseText();
    if (said.isEmpty())
        said = error.driverText();
    return failure(ErrorKind::Storage,
                   QStringLiteral("cannot %1 the journal %2: %3; %4").arg(doing, m_path, said, remedy(error)));
}

} // namespace imagebuilder::store
