// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/importround.h"

#include "base/taskscope.h"
#include "build/copy.h"
#include "build/deliverynotes.h"
#include "build/deliveryplan.h"
#include "build/labelimage.h"
#include "build/timelimit.h"
#include "openstack/image/imagecodec.h"

#include <QtCore/QSet>

#include <algorithm>

namespace imagebuilder::build {

using openstack::Image;
using openstack::ImportSource;

namespace {

/// How long the questions before an import may take together.
constexpr milliseconds importQuestions = seconds(30);
/// After that the bytes go through us, which at least shows how far they are.
constexpr milliseconds importDeadline = std::chrono::minutes(30);

/// Where the destination's Glance would find the snapshot. Nothing: it cannot import, as far as it says so itself.
Task<Result<std::optional<ImportSource>>> sourceFor(Site &site, Destination destination, Image snapshot,
                                                    std::stop_token stop)
{
    const auto image = QStringLiteral("image");
    IB_CO_TRY(const auto glance, co_await site.cloud.session().endpoint(image, stop));
    const auto interface = site.cloud.session().config().interface;
    IB_CO_TRY(const auto place, co_await destination.cloud->session().placeOf(image, glance, interface, stop));
    if (!place)
        co_return std::nullopt;
    IB_CO_TRY(const auto methods, co_await destination.cloud->images().importMethods(stop));
    if (!methods.contains(openstack::importMethod))
        co_return std::nullopt;
    co_return ImportSource{.imageId = snapshot.id, .region = place->region, .interface = place->interface};
}

Task<Result<Image>> fetched(Destination destination, QString id, Image snapshot, std::stop_token stop)
{
    const auto ended = [](const std::optional<Image> &image) {
        return !image || openstack::importEnded(*image);
    };
    IB_CO_TRY(const auto image,
              co_await destination.watcher->image(id, ended, importDeadline, Watcher::Pace::Soon, stop));
    if (image && isWhole(*image, snapshot))
        co_return *image;
    if (!image || image->status != u"active")
        co_return failure(ErrorKind::Unavailable,
                          QStringLiteral("the Glance of cloud %1 gave the import up, and image %2 is %3; why is in "
                                         "that Glance's log")
                              .arg(destination.cloud->name(), id, image ? image->status : QStringLiteral("gone")));
    co_return failure(ErrorKind::Protocol,
                      QStringLiteral("cloud %1 fetched %2 bytes, %3 %4, not the snapshot's %5, %6 %7")
                          .arg(destination.cloud->name())
                          .arg(image->size)
                          .arg(image->hashAlgo, image->hashValue)
                          .arg(snapshot.size)
                          .arg(snapshot.hashAlgo, snapshot.hashValue));
}

/// The record, and the bytes into it; a failed one is removed again.
Task<Result<QString>> importInto(Site &site, ProgressPtr build, Destination destination, ImportSource source,
                                 Image snapshot, std::stop_token stop)
{
    const auto request = copyRequest(site, *build, destination, snapshot);
    const store::ResourceRecord record{
        .build = build->id, .kind = QStringLiteral("image"), .cloud = destination.cloud->name(), .name = request.name};
    IB_CO_TRY(const auto row, site.journal.intend(record));
    auto &images = destination.cloud->images();
    IB_CO_TRY(const auto made, co_await images.create(request, stop));
    IB_CO_CHECK(site.journal.created(row, made.id));
    Result<Image> image;
    if (const auto asked = co_await images.importFrom(made.id, source, stop); asked)
        image = co_await fetched(destination, made.id, snapshot, stop);
    else
        image = std::unexpected(asked.error());
    if (image) {
        co_await labelImage(site, build, *destination.cloud, *image, stop);
        co_return made.id;
    }
    // What a stop leaves here is taken back by undo, which has its own time.
    if (co_await images.remove(made.id, stop))
        IB_CO_CHECK(site.journal.gone(row));
    co_return std::unexpected(image.error());
}

/// Projects that may read the snapshot now, and those among them that could not before.
struct Readers
{
    QSet<QString> opened;
    QMap<QString, Error> refused;
};

/// Lets the projects of these read the snapshot. Who is a member already has it shared, and stays one.
Task<Result<Readers>> letRead(Site &site, QList<Destination> list, Image snapshot, std::stop_token stop)
{
    Readers readers;
    auto &owners = site.cloud.images();
    QSet<QString> projects;
    for (const auto &destination : list)
        if (destination.projectId != snapshot.owner && snapshot.visibility != u"public")
            projects << destination.projectId;
    if (projects.isEmpty())
        co_return readers;
    IB_CO_TRY(const auto now, co_await owners.image(snapshot.id, stop)); // sharing may have changed it meanwhile
    if (now.visibility != u"shared")
        IB_CO_CHECK(co_await owners.setVisibility(snapshot.id, QStringLiteral("shared"), stop));
    IB_CO_TRY(const auto members, co_await owners.members(snapshot.id, stop));
    for (const auto &project : std::as_const(projects)) {
        if (std::ranges::contains(members, project, &openstack::ImageMember::projectId))
            continue;
        readers.opened << project;
        if (const auto added = co_await owners.addMember(snapshot.id, project, stop); !added)
            readers.refused.insert(project, added.error());
    }
    co_return readers;
}

/// What a stop leaves goes together with the snapshot; a project that could not be taken out may still read what it
/// was given anyway.
Task<void> endReading(Site &site, QString snapshotId, Readers readers, std::stop_token stop)
{
    for (const auto &project : std::as_const(readers.opened))
        (void)co_await site.cloud.images().removeMember(snapshotId, project, stop);
}

/// The answer of sourceFor() in time; an error where nothing was found although it was asked for by name.
Task<Result<std::optional<ImportSource>>> sourceInTime(Site &site, ProgressPtr build, Destination destination,
                                                       Image snapshot, std::stop_token stop)
{
    const TimeLimit limit(site.clock, importQuestions, stop);
    const auto source = co_await sourceFor(site, destination, snapshot, limit.token());
    if (!source)
        co_return failure(limit.explained(
            source.error(), QStringLiteral("asking cloud %1 for imports").arg(destination.cloud->name())));
    if (*source || wayTo(destination, build->request.distribution, {}) != Way::Import)
        co_return *source;
    co_return failure(ErrorKind::Config,
                      QStringLiteral("cloud %1 either offers no import by glance-download, or its catalog does not "
                                     "list the Glance of cloud %2")
                          .arg(destination.cloud->name(), site.cloud.name()));
}

/// One destination and where it may import from.
struct Importer
{
    Destination destination;
    ImportSource source;
};

void warnOfCopy(const Site &site, const Progress &build, const Destination &destination, const Error &error)
{
    tell(site, build, step::distribute,
         QStringLiteral("%1 gets a copy instead of an import: %2").arg(destination.cloud->name(), error.message()),
         Event::Kind::Warning);
}

/// Those that can, as far as is known before; the others are left, and where that was to be, it is said why.
Task<QList<Importer>> importersAmong(Site &site, ProgressPtr build, QList<Destination> list, Image snapshot,
                                     std::shared_ptr<ImportRound> round, std::stop_token stop)
{
    std::vector<Task<Result<std::optional<ImportSource>>>> asking;
    for (const auto &destination : list)
        asking.push_back(sourceInTime(site, build, destination, snapshot, stop));
    const auto sources = co_await all(std::move(asking));
    QList<Importer> importers;
    for (qsizetype i = 0; i < list.size(); ++i) {
        const auto &source = sources.at(static_cast<std::size_t>(i));
        if (source && *source) {
            importers << Importer{list.at(i), **source};
            continue;
        }
        round->left << list.at(i);
        if (!source)
            warnOfCopy(site, *build, list.at(i), source.error());
    }
    co_return importers;
}

/// Notes it at once, so that nobody waits for the slowest to be known as served.
Task<Result<QString>> importAndNote(Site &site, ProgressPtr build, Importer importer, Image snapshot,
                                    std::optional<Error> refused, std::stop_token stop)
{
    if (refused)
        co_return failure(*refused);
    const auto &[destination, source] = importer;
    const auto id = co_await importInto(site, build, destination, source, snapshot, stop);
    if (id)
        IB_CO_CHECK(noteDelivered(site, *build, destination.consumers, *id, deliveredBy::import));
    co_return id;
}

} // namespace

QList<Destination> mayImport(const QList<Destination> &copies, const Distribution &distribution,
                             const QStringList &refused)
{
    QList<Destination> found;
    for (const auto &destination : copies) {
        const auto way =
            destination.consumers.isEmpty() ? distribution.usual : wayTo(destination, distribution, refused);
        if (way == Way::Import || way == Way::Auto)
            found << destination;
    }
    return found;
}

Task<Result<ImportRound>> importToAll(Site &site, ProgressPtr build, QList<Destination> list, Image snapshot,
                                      std::stop_token stop)
{
    const auto round = std::make_shared<ImportRound>();
    const auto importers = co_await importersAmong(site, build, list, snapshot, round, stop);
    QList<Destination> places;
    for (const auto &importer : importers)
        places << importer.destination;
    const auto readers = co_await letRead(site, places, snapshot, stop);
    std::vector<Task<Result<QString>>> importing;
    for (const auto &importer : importers) {
        auto refused = readers ? std::optional<Error>() : std::optional(readers.error());
        const auto &project = importer.destination.projectId;
        if (readers && readers->refused.contains(project))
            refused = *readers->refused.find(project);
        importing.push_back(importAndNote(site, build, importer, snapshot, refused, stop));
    }
    const auto results = co_await all(std::move(importing));
    if (readers)
        co_await endReading(site, snapshot.id, *readers, stop);
    if (stop.stop_requested())
        co_return failure(cancelled());
    for (qsizetype i = 0; i < importers.size(); ++i) {
        const auto &destination = importers.at(i).destination;
        const auto &result = results.at(static_cast<std::size_t>(i));
        if (result) {
            round->imported << ShareSource{destination, *result};
        } else if (result.error().kind() == ErrorKind::Storage) {
            co_return std::unexpected(result.error());
        } else {
            warnOfCopy(site, *build, destination, result.error());
            round->left << destination;
        }
    }
    co_return ImportRound(*round);
}

} // namespace imagebuilder::build
