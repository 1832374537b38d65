// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/logging.h"

#include <QtCore/QFile>

#include <functional>
#include <memory>

namespace imagebuilder::headless {

/// Sends the program's messages to the main log, and warnings (all, at level debug) also to people. There is one at a
/// time.
class MessageLog
{
public:
    /// `clock` must outlive it.
    MessageLog(const QString &path, LogLevel level, const Clock &clock, std::function<void(QString)> show);
    ~MessageLog();
    MessageLog(const MessageLog &) = delete;
    MessageLog &operator=(const MessageLog &) = delete;

    /// Why the file cannot be written, or empty.
    const QString &problem() const { return m_problem; }

private:
    static void handle(QtMsgType type, const QMessageLogContext &context, const QString &text);
    void take(QtMsgType type, const QMessageLogContext &context, const QString &text);

    QFile m_file;
    LogLevel m_level;
    const Clock &m_clock;
    std::function<void(QString)> m_show;
    QString m_problem;
};

} // namespace imagebuilder::headless
