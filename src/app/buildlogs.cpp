// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/buildlogs.h"

#include "base/ids.h"
#include "base/logging.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QSaveFile>

namespace imagebuilder::app {

using build::Event;

QString logText(const Event &event)
{
    QString text = event.text;
    if (event.kind == Event::Kind::StepStarted)
        text = QStringLiteral("started");
    else if (event.kind == Event::Kind::StepEnded)
        text = QStringLiteral("ended: %1").arg(event.text);
    else if (event.kind == Event::Kind::Warning)
        text = QStringLiteral("warning: %1").arg(event.text);
    // Several lines in one event (the console's end in an error) stay readable and cannot pass for other entries.
    text.replace(u'\n', QStringLiteral("\n    "));
    return event.step.isEmpty() ? text : event.step + QStringLiteral(": ") + text;
}

QString logLine(const Event &event, const QDateTime &time)
{
    return time.toString(Qt::ISODate) + u' ' + logText(event);
}

QString BuildLogs::path(const QString &folder, const QString &build)
{
    return QStringLiteral("%1/%2.log").arg(folder, build);
}

QString BuildLogs::manifestPath(const QString &folder, const QString &build)
{
    return QStringLiteral("%1/%2.manifest").arg(folder, build);
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

void BuildLogs::writeManifest(const Event &event) const
{
    QSaveFile file(manifestPath(m_folder, event.build));
    const bool whole = QDir().mkpath(m_folder) && file.open(QIODevice::WriteOnly) &&
                       file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup) &&
                       file.write(event.text.toUtf8()) >= 0 && file.commit();
    if (!whole)
        qCWarning(lcApp).noquote() << "cannot write" << file.fileName() << file.errorString();
}

void BuildLogs::write(const Event &event)
{
    if (event.kind == Event::Kind::Progress || !isBuildId(event.build))
        return;
    if (event.kind == Event::Kind::Manifest)
        return writeManifest(event);
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
