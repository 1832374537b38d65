// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/messagelog.h"

#include "app/buildlogs.h"

namespace imagebuilder::headless {

namespace {

// Qt's handler is a plain function, so the one log is known to the process.
MessageLog *current = nullptr;

QString levelName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return QStringLiteral("DEBUG");
    case QtInfoMsg:
        return QStringLiteral("INFO");
    case QtWarningMsg:
        return QStringLiteral("WARNING");
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return QStringLiteral("ERROR");
}

} // namespace

MessageLog::MessageLog(const QString &path, LogLevel level, const Clock &clock, std::function<void(QString)> show)
    : m_file(path), m_level(level), m_clock(clock), m_show(std::move(show))
{
    if (const auto opened = app::openLog(m_file); !opened)
        m_problem = opened.error().message();
    setLogLevel(level);
    current = this;
    qInstallMessageHandler(handle);
}

MessageLog::~MessageLog()
{
    qInstallMessageHandler(nullptr);
    current = nullptr;
}

void MessageLog::handle(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (current)
        current->take(type, context, text);
}

void MessageLog::take(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    const auto category = QString::fromUtf8(context.category);
    const auto time = m_clock.now().toString(Qt::ISODateWithMs);
    if (m_file.isOpen()) {
        m_file.write(QStringLiteral("%1 %2 %3: %4\n").arg(time, levelName(type), category, text).toUtf8());
        m_file.flush();
    }
    const bool harmless = type == QtDebugMsg || type == QtInfoMsg;
    if (!harmless || m_level == LogLevel::Debug)
        m_show(QStringLiteral("%1: %2").arg(levelName(type).toLower(), text));
}

} // namespace imagebuilder::headless
