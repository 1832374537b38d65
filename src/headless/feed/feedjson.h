// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/feed/feedevent.h"
#include "base/error.h"

#include <QtCore/QJsonObject>

// The lines of `imagebuilderd feed`, by resources/schemas/feed.json. Keys are only ever added within a version.
namespace imagebuilder::headless {

inline constexpr int feedVersion = 1;

QJsonObject helloLine();
QJsonObject lineOf(const app::feed::Event &event);

// The three ways a request is answered.
QJsonObject acceptedLine(const QString &id, const QString &verb);
/// `result` is the command's JSON.
QJsonObject doneLine(const QString &id, const QString &verb, int code, const QJsonObject &result);
QJsonObject refusedLine(const QString &id, const Error &error);

} // namespace imagebuilder::headless
