// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/buildprogress.h"

#include "base/ids.h"
#include "base/json.h"

#include <QtCore/QJsonDocument>

namespace imagebuilder::app {

using build::Event;

namespace {

constexpr milliseconds betweenWrites = milliseconds(500);
/// Each write has this length, so that a reader beside it never sees the end of an older one.
constexpr int sheetBytes = 512;

} // namespace

QString BuildProgress::path(const QString &folder, const QString &build)
{
    return QStringLiteral("%1/%2.progress").arg(folder, build);
}

void BuildProgress::take(const Event &event)
{
    if (!isBuildId(event.build))
        return;
    if (event.kind == Event::Kind::Progress)
        return write(event);
    const bool over = event.kind == Event::Kind::StepEnded || event.kind == Event::Kind::StepStarted;
    if (over && m_sheets.erase(event.build) > 0)
        QFile::remove(path(m_folder, event.build));
}

void BuildProgress::write(const Event &event)
{
    auto &sheet = m_sheets[event.build];
    const auto now = m_clock.monotonic();
    const bool first = !sheet.file.isOpen();
    if (!first && event.done < event.total && now - sheet.written < betweenWrites)
        return;
    sheet.written = now;
    if (first) {
        sheet.file.setFileName(path(m_folder, event.build));
        const auto mode = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup;
        if (!sheet.file.open(QIODevice::ReadWrite | QIODevice::Unbuffered, mode))
            return; // the log, which lies beside it, says what is wrong there
    }
    const auto json = compactJson({{"step", event.step},
                                   {"what", event.text.first(std::min<qsizetype>(event.text.size(), 80))},
                                   {"done", event.done},
                                   {"total", event.total}});
    sheet.file.seek(0);
    sheet.file.write(json.leftJustified(sheetBytes - 1, ' ') + '\n');
}

std::optional<TransferState> BuildProgress::read(const QString &folder, const QString &build)
{
    QFile file(path(folder, build));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto json = QJsonDocument::fromJson(file.read(sheetBytes)).object();
    if (json.isEmpty())
        return {};
    return TransferState{json.value(u"step").toString(), json.value(u"what").toString(),
                         json.value(u"done").toInteger(), json.value(u"total").toInteger()};
}

} // namespace imagebuilder::app
