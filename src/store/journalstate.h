// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/journal.h"
#include "store/journalfile.h"

namespace imagebuilder::store {

/// What a Journal holds, shared by the files that implement it.
struct Journal::State
{
    QString path;
    Access access;
    const Clock &clock;
    QString warning = {};
    std::unique_ptr<Database> database = {};
    Database::Mode mode = Database::Mode::ReadWrite;
    JournalFile seen = {};

    Result<void> openForWriting();
    Result<void> openForReading();
    /// For queries. A reader opens again when the file is no longer what it saw.
    Result<const Database *> reader();
    /// For changes; an error in a journal that was opened for reading.
    Result<const Database *> writer() const;
    /// Runs a change that must hit exactly one row; `what` names it in the error.
    Result<void> changeOne(const QString &what, const QString &sql, const QVariantList &values) const;
    QString now() const;
};

/// SQLite's text for a time (ISO 8601, UTC, milliseconds), NULL for an invalid one, and back.
QVariant timeValue(const QDateTime &time);
QDateTime timeOf(const QVariant &value);
/// Never NULL, as all text columns want it.
QVariant textValue(const QString &text);
QVariant jsonValue(const QJsonObject &object);
QJsonObject jsonOf(const QVariant &value);

} // namespace imagebuilder::store
