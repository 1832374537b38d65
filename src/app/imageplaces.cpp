// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/imageplaces.h"

#include "base/taskscope.h"
#include "build/timelimit.h"

#include <algorithm>

namespace imagebuilder::app {

namespace {

constexpr milliseconds placePatience = seconds(30);

/// Those of the journal's builds and publications, and those named.
Result<QStringList> consumerNames(Backend &backend, const ImageScope &scope)
{
    IB_TRY(const auto *const journal, backend.journal());
    QStringList names = scope.others;
    IB_TRY(const auto publications, journal->publications(scope.imageName));
    for (const auto &each : publications)
        names << each.consumer;
    IB_TRY(const auto builds, journal->builds(0));
    for (const auto &record : builds)
        if (scope.imageName.isEmpty() || record.imageName == scope.imageName)
            names << record.request.value(u"consumers").toVariant().toStringList();
    names.removeDuplicates();
    return names;
}

Task<Result<ImagePlace>> logIn(openstack::Cloud *cloud, QString name, std::stop_token stop)
{
    ImagePlace place{.name = name, .cloud = cloud, .glance = {}, .projectId = {}, .consumers = {}};
    IB_CO_TRY(const auto glance, co_await cloud->session().endpoint(QStringLiteral("image"), stop));
    place.glance = glance.toString(QUrl::StripTrailingSlash);
    IB_CO_TRY(place.projectId, co_await cloud->session().projectId(stop));
    co_return place;
}

Task<Result<ImagePlace>> placeOf(Backend &backend, QString name, std::stop_token stop)
{
    IB_CO_TRY(auto *const cloud, backend.cloud(name));
    const build::TimeLimit limit(backend.clock(), placePatience, stop);
    auto place = co_await logIn(cloud, name, limit.token());
    if (!place)
        co_return std::unexpected(limit.explained(place.error(), QStringLiteral("logging in to cloud %1").arg(name)));
    co_return place;
}

} // namespace

Task<Result<ImagePlaces>> imagePlaces(Backend &backend, ImageScope scope, std::stop_token stop)
{
    IB_CO_TRY(scope.cloud, backend.cloudName(scope.cloud));
    IB_CO_TRY(const auto *const journal, backend.journal());
    IB_CO_TRY(const auto consumers, consumerNames(backend, scope));
    QStringList names = consumers;
    names.removeAll(scope.cloud);
    names.prepend(scope.cloud);
    std::vector<Task<Result<ImagePlace>>> asking;
    for (const auto &name : std::as_const(names))
        asking.push_back(placeOf(backend, name, stop));
    const auto answers = co_await all(std::move(asking));
    ImagePlaces places{.list = {}, .failed = {}, .deployment = journal->deployment()};
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto &name = names.at(static_cast<qsizetype>(i));
        const auto &answer = answers[i];
        if (!answer && i == 0)
            co_return std::unexpected(answer.error());
        if (!answer) {
            places.failed.insert(name, answer.error());
            continue;
        }
        auto same = std::ranges::find_if(places.list, [&answer](const ImagePlace &each) {
            return each.glance == answer->glance && each.projectId == answer->projectId;
        });
        if (same == places.list.end())
            same = places.list.insert(places.list.end(), *answer);
        if (consumers.contains(name))
            same->consumers << name;
    }
    co_return places;
}

} // namespace imagebuilder::app
