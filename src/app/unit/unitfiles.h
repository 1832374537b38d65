// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QFileDevice>
#include <QtCore/QJsonObject>
#include <QtCore/QMap>

namespace imagebuilder::app {

/// Who may read a file of the unit.
enum class FileReaders {
    Worker, ///< the system user imagebuilder alone (0600)
    All,    ///< root's, readable by everyone (0644)
};

/// True when this process is root and builds have a system user of their own.
bool hasWorkerUser();

/// Makes the worker's user the owner of a file or folder, where there is one.
Result<void> handToWorker(const QString &path);

/// Makes a folder, and hands it to the worker where it has a user.
Result<void> makeWorkerFolder(const QString &path);

/// Writes a file as one, with the rights from its first byte on, unless it holds just that; whether it was written.
Result<bool> writeUnitFile(const QString &path, const QByteArray &bytes, FileReaders readers);

/// A map of texts as JSON, and back: what is no text is left out.
QJsonObject textsJson(const QMap<QString, QString> &texts);
QMap<QString, QString> textsOf(const QJsonValue &value);

/// Empty where there is none.
QByteArray readUnitFile(const QString &path);

} // namespace imagebuilder::app
