// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/showbuild.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::app {

Result<QList<BuildView>> listBuilds(Backend &backend, int limit)
{
    IB_TRY(const auto *const journal, backend.journal());
    IB_TRY(const auto records, journal->builds(limit));
    QList<BuildView> views;
    for (const auto &record : records)
        views << viewOf(backend.settings(), record);
    return views;
}

Result<BuildView> findBuild(Backend &backend, const QString &id)
{
    IB_TRY(const auto all, listBuilds(backend, 0));
    QList<BuildView> found;
    for (const auto &view : all) {
        if (view.record.id == id)
            return view;
        if (!id.isEmpty() && view.record.id.startsWith(id))
            found << view;
    }
    if (found.size() == 1)
        return found.first();
    if (found.isEmpty())
        return failure(ErrorKind::NotFound,
                       QStringLiteral("there is no build %1 in the journal of %2; `imagebuilderd builds "
                                      "list` shows what there is")
                           .arg(id, backend.settings().folders.state));
    return failure(ErrorKind::Conflict,
                   QStringLiteral("%1 is the start of %2 build ids; give more of it").arg(id).arg(found.size()));
}

Result<BuildDetails> showBuild(Backend &backend, const QString &id)
{
    IB_TRY(const auto view, findBuild(backend, id));
    IB_TRY(const auto *const journal, backend.journal());
    BuildDetails details{.view = view};
    IB_TRY(details.steps, journal->steps(view.record.id));
    for (const auto &step : std::as_const(details.steps)) {
        details.notes << step.data.value(u"warnings").toVariant().toStringList();
        for (const auto &name : step.data.value(u"left-out").toArray())
            details.notes << QStringLiteral("left out: ") + name.toString();
    }
    details.notes.removeDuplicates(); // an interrupted step's data carry over
    IB_TRY(details.resources, journal->resources(view.record.id));
    IB_TRY(details.deliveries, journal->deliveries(view.record.id));
    details.logFile = BuildLogs::path(backend.settings().folders.log, view.record.id);
    const auto manifest = BuildLogs::manifestPath(backend.settings().folders.log, view.record.id);
    if (QFile::exists(manifest))
        details.manifestFile = manifest;
    return details;
}

} // namespace imagebuilder::app
