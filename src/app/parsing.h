// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/logging.h"
#include "base/secret.h"

#include <QtCore/QMap>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QUrl>

// Texts of the command line as values; every error is of kind Usage and says what would be right.
namespace imagebuilder::app {

/// debug, info, warning, error in either case, or Python's numbers 10, 20, 30, 40.
Result<LogLevel> parseLogLevel(const QString &text);
/// "90s", "15m", "2h" or plain seconds; more than zero.
Result<milliseconds> parseDuration(const QString &text);
/// The shortest of the forms that parseDuration() reads.
QString formatDuration(milliseconds duration);
/// "30d", "12h", "15m"; at most ten years.
Result<seconds> parseAge(const QString &text);
Result<QStringList> parseList(const QString &text);
/// on or off.
Result<bool> parseSwitch(const QString &text);
/// HOST:PORT, or empty.
Result<QString> parseProxy(const QString &text);
/// MAJOR.MINOR.PATCH, or empty for the latest.
Result<QString> parseRunnerVersion(const QString &text);
/// http or https with a host, without user and password.
Result<QUrl> parseWebUrl(const QString &text);
/// A mirror of base images: as parseWebUrl(), or an absolute path, also with file://, to a folder or to one image file;
/// the latter with `#sha256=` and its checksum behind it, or not.
Result<QUrl> parseMirror(const QString &text);
/// As parseWebUrl(), or off, which is an empty one.
Result<QUrl> parseWebUrlOrOff(const QString &text);
/// YYYYMMDD, or YYYYMMDD.N for the later ones of a day.
Result<QString> parseDate(const QString &text);
/// 4 or 6.
Result<int> parseIpVersion(const QString &text);
/// 64 hex digits.
Result<QByteArray> parseSha256(const QString &text);
/// A comma list of networks, "10.0.0.0/8,fd00::/8".
Result<QStringList> parseCidrs(const QString &text);

/// IMAGE_BUILDER_SECRET_<KEY>=<value> as KEY → value. A key that is no shell name is an error that names it.
Result<QMap<QString, Secret>> scriptSecrets(const QProcessEnvironment &environment);
/// The variable that brings the secret of this key.
QString secretVariable(const QString &key);

} // namespace imagebuilder::app
