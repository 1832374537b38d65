// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

namespace imagebuilder::app {

/// One line of the doctor's: what was looked at, how it is, and what to do.
struct Finding
{
    enum class State { Ok, Warning, Failed };
    State state = State::Ok;
    QString about;  ///< "disk", "cloud web: login"
    QString text;   ///< what was seen
    QString remedy; ///< what to do; empty when nothing is wrong
};

/// "ok", "warning" or "failed", for people and JSON alike.
inline QString stateName(Finding::State state)
{
    return state == Finding::State::Ok        ? QStringLiteral("ok")
           : state == Finding::State::Warning ? QStringLiteral("warning")
                                              : QStringLiteral("failed");
}

inline Finding ok(const QString &about, const QString &text)
{
    return {Finding::State::Ok, about, text, {}};
}
inline Finding warning(const QString &about, const QString &text, const QString &remedy)
{
    return {Finding::State::Warning, about, text, remedy};
}
inline Finding failed(const QString &about, const QString &text, const QString &remedy)
{
    return {Finding::State::Failed, about, text, remedy};
}

} // namespace imagebuilder::app
