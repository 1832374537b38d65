// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QVariantList>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

#include <functional>
#include <memory>

namespace imagebuilder::store {

/// One connection to one SQLite file. Its errors are of kind Storage, name the file and say what to do.
class Database
{
public:
    enum class Mode {
        ReadWrite,
        ReadOnly,  ///< sees what writers commit; needs the -shm file or the right to make it
        Immutable, ///< for a file that nobody writes: needs no right but reading, sees no later change
        Empty,     ///< in memory, stands for a journal that is not there yet
    };

    static Result<std::unique_ptr<Database>> open(const QString &path, Mode mode);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// False when SQLite finds the file damaged, or no database at all.
    Result<bool> healthy() const;
    /// Runs one statement with its values bound in order.
    Result<QSqlQuery> run(const QString &sql, const QVariantList &values = {}) const;
    /// Runs `work` in one transaction that takes the write lock first, so that what it reads stays true.
    Result<void> atomically(const std::function<Result<void>()> &work) const;

private:
    Database(QString path, QString connection) : m_path(std::move(path)), m_connection(std::move(connection)) {}
    std::unexpected<Error> failed(const QString &doing, const QSqlError &error) const;
    QString m_path;
    QString m_connection;
    QSqlDatabase m_database;
};

} // namespace imagebuilder::store
