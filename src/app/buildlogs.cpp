// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/buildlogs.h"

#include "base/ids.h"
#include "base/logging.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>

namespace imagebuilder::app {

using build::Event;

QString logLine(const Event &event, const QDateTime &time)
{
    const auto said = [&event]() -> QString {
        switch (event.kind) {
        case Event::Kind::StepStarted:
            return QStringLiteral("started");
        case Event::Kind::StepEnded:
            return QStringLiteral("ended: %1").arg(event.text);
        case Event::Kind::Warning:
            return QStringLiteral("warning: %1").arg(event.text);
        case Event::Kind::Progress:
        case Event::Kind::Line:
            break;
        }
        return event.text;
    };
    // Several lines in one event (the console's end in an error) stay readable and cannot pass for other entries.
    return QStringLiteral("%1 %2: %3")
        .arg(time.toString(Qt::ISODate), event.step, said().replace(u'\n', QStringLiteral("\n    ")));
}

QString BuildLogs::path(const QString &folder, const QString &build)
{
    return QStringLiteral("%1/%2.log").arg(folder, build);
}

Result<void> openLog(QFile &file)
{
    const QDir folder = QFileInfo(file.fileName()).dir();
    const bool made = QDir().mkpath(folder.path());
    const auto mode = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup;
    if (!made || !file.open(QIODevice::WriteOnly | QIODevice::Append, mode))
        return failure(ErrorKind::Storage,
                       QStringLiteral("cannot write the log %1: %2; name another folder with --log-dir")
                           .arg(file.fileName(), file.errorString()));
    file.setPermissions(mode);
    return {};
}

void BuildLogs::write(const Event &event)
{
    if (event.kind == Event::Kind::Progress || !isBuildId(event.build))
        return;
    auto found = m_files.find(event.build);
    if (found == m_files.end()) {
        found = m_files.try_emplace(event.build, path(m_folder, event.build)).first;
        if (const auto opened = openLog(found->second); !opened)
            qCWarning(lcApp).noquote() << opened.error().message();
    }
    auto &file = found->second;
    if (!file.isOpen())
        return;
    file.write(logLine(event, m_clock.now()).toUtf8() + '\n');
    file.flush(); // `builds log --follow` reads behind us
}

} // namespace imagebuilder::app
