// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parsing.h"
#include "app/plan/plankeys.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

// How the table's rows put a text into a plan: `place` finds the member that it is for.
namespace imagebuilder::app {

template <typename Place> TakeText text(Place place)
{
    return [place](Plan &plan, const QString &text) -> Result<void> {
        place(plan) = text;
        return {};
    };
}

template <typename Place, typename Parse> TakeText text(Place place, Parse parse)
{
    return [place, parse](Plan &plan, const QString &text) -> Result<void> {
        IB_TRY(place(plan), parse(text));
        return {};
    };
}

/// Each item of a list, none of them twice.
template <typename Place, typename Parse> TakeList each(Place place, Parse parse)
{
    return [place, parse](Plan &plan, const QStringList &items) -> Result<void> {
        auto &target = place(plan);
        target.clear();
        for (const auto &item : items) {
            IB_TRY(auto value, parse(item));
            for (const auto &earlier : target)
                if (earlier == value)
                    return failure(ErrorKind::Usage, QStringLiteral("'%1' is named twice").arg(item));
            target << std::move(value);
        }
        return {};
    };
}

template <typename Place> TakeText number(Place place, int least, int most)
{
    return [=](Plan &plan, const QString &text) -> Result<void> {
        bool isNumber = false;
        const int value = text.toInt(&isNumber);
        if (!isNumber || value < least || value > most)
            return failure(ErrorKind::Usage,
                           QStringLiteral("'%1' is no number from %2 to %3").arg(text).arg(least).arg(most));
        place(plan) = value;
        return {};
    };
}

/// A path; a relative one starts from the plan's folder.
template <typename Place> TakeText path(Place place)
{
    return [place](Plan &plan, const QString &text) -> Result<void> {
        const auto file = QDir(plan.folder).filePath(text);
        if (!QFile::exists(file))
            return failure(ErrorKind::Usage, QStringLiteral("there is no file %1").arg(file));
        place(plan) = file;
        return {};
    };
}

/// The content of a file.
Result<QByteArray> readFile(const Plan &plan, const QString &path);
template <typename Place> TakeText content(Place place)
{
    return [place](Plan &plan, const QString &text) -> Result<void> {
        IB_TRY(place(plan), readFile(plan, text));
        return {};
    };
}

/// The row of a duration in the group of deadlines.
PlanKey duration(const char *path, const char *option, const char *help, milliseconds &(*place)(Plan &));

/// The row of an age in the group of what stays on the machine.
PlanKey age(const char *path, const char *option, const char *help, seconds &(*place)(Plan &));

Result<void> takeLogSize(Plan &plan, const QString &mebibytes);
Result<void> takeConsumers(Plan &plan, const QStringList &clouds);
/// "auto", and "CLOUD=copy" for those that differ.
Result<void> takeDistribution(Plan &plan, const QStringList &items);
Result<void> takeCidrs(Plan &plan, const QStringList &networks);
Result<void> takeVisibility(Plan &plan, const QString &visibility);
Result<void> takeTags(Plan &plan, const QStringList &tags);
/// A property of the images; those that Glance or imagebuilder itself needs are refused.
Result<void> takeProperty(Plan &plan, const QString &key, const QString &value);
/// auto (false) or hold (true).
Result<bool> parsePublish(const QString &text);
Result<void> takeCanaryMinutes(Plan &plan, const QString &minutes);
Result<void> takeRing(Plan &plan, const QString &mebibytes);
/// "HEX", or "ARCH=HEX" where architectures differ.
Result<void> takeRunnerDigests(Plan &plan, const QStringList &digests);
/// "runner" and an address, "snaps" and on or off.
Result<void> takeMirror(Plan &plan, const QString &name, const QString &value);
/// "env:NAME", "file:PATH" or "fd:N"; a bare value is refused, and never repeated in the error.
Result<void> takeSecret(Plan &plan, const QString &key, const QString &source);

} // namespace imagebuilder::app
