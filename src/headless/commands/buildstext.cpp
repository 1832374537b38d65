// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/buildstext.h"

#include "headless/output/amounts.h"
#include "headless/output/table.h"

namespace imagebuilder::headless {

namespace {

QString took(const QDateTime &started, const QDateTime &ended)
{
    return started.isValid() && ended.isValid() ? shownDuration(milliseconds(started.msecsTo(ended)))
                                                : QStringLiteral("-");
}

QString shownTime(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODate) : QStringLiteral("-");
}

} // namespace

QByteArray buildsText(const QList<app::BuildView> &builds)
{
    if (builds.isEmpty())
        return "There is no build yet.\n";
    QList<QStringList> rows{{"BUILD", "IMAGE", "BASE", "ARCH", "CLOUD", "STATE", "STEP", "STARTED", "TOOK"}};
    for (const auto &build : builds) {
        const auto &record = build.record;
        rows << QStringList{record.id,
                            record.imageName,
                            record.base,
                            record.arch,
                            record.cloud,
                            build.stateName(),
                            record.step,
                            shownTime(record.started),
                            took(record.started, record.ended)};
    }
    return shownTable(rows);
}

QByteArray buildText(const app::BuildDetails &details)
{
    const auto &record = details.view.record;
    QString text =
        QStringLiteral("Build %1: %2 (%3, %4) on %5, %6\n")
            .arg(record.id, record.imageName, record.base, record.arch, record.cloud, details.view.stateName());
    text += QStringLiteral("Started %1, took %2, trigger %3\n")
                .arg(shownTime(record.started), took(record.started, record.ended), record.trigger);
    if (!record.error.isEmpty())
        text += QStringLiteral("Error: %1\n").arg(record.error);
    for (const auto &note : details.notes)
        text += QStringLiteral("Note: %1\n").arg(note);
    text += QStringLiteral("Log: %1\n").arg(details.logFile);
    if (!details.manifestFile.isEmpty())
        text += QStringLiteral("Software: %1\n").arg(details.manifestFile);
    QList<QStringList> steps{{"STEP", "OUTCOME", "STARTED", "TOOK"}};
    for (const auto &step : details.steps)
        steps << QStringList{step.step, step.outcome.isEmpty() ? QStringLiteral("running") : step.outcome,
                             shownTime(step.started), took(step.started, step.ended)};
    QList<QStringList> deliveries{{"CONSUMER", "STATE", "IMAGE", "ERROR"}};
    for (const auto &delivery : details.deliveries)
        deliveries << QStringList{delivery.consumer, delivery.state, delivery.imageId, delivery.error};
    QList<QStringList> resources{{"STILL THERE", "CLOUD", "NAME", "ID"}};
    for (const auto &resource : details.resources)
        resources << QStringList{resource.kind, resource.cloud, resource.name, resource.id};
    QByteArray bytes = text.toUtf8();
    for (const auto &rows : {steps, deliveries, resources})
        if (const auto table = shownTable(rows); !table.isEmpty())
            bytes += '\n' + table;
    return bytes;
}

} // namespace imagebuilder::headless
