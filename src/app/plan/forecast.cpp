// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/forecast.h"

#include "app/plan/forecastprune.h"
#include "base/taskscope.h"
#include "build/properties.h"

#include <algorithm>

namespace imagebuilder::app {

using openstack::Image;

namespace {

/// Each build's base image, and whether it would be what is there.
Task<QList<BuildForecast>> buildForecasts(Backend &backend, Plan plan, bool ifChanged, QList<Image> own,
                                          std::stop_token stop)
{
    const auto orders = ordersOf(plan);
    std::vector<Task<BaseForecast>> comparing;
    std::vector<Task<Freshness>> judging;
    for (const auto &order : orders) {
        comparing.push_back(baseForecast(backend, order.request, own, stop));
        judging.push_back(judgeFreshness(backend, order, plan.freshness, stop));
    }
    const auto bases = co_await all(std::move(comparing));
    const auto judged = co_await all(std::move(judging));
    QList<BuildForecast> builds;
    for (std::size_t i = 0; i < bases.size(); ++i)
        builds << BuildForecast{.order = orders[qsizetype(i)],
                                .built = !ifChanged || !judged[i].fresh,
                                .freshness = judged[i],
                                .newest = {},
                                .base = bases[i]};
    co_return builds;
}

std::optional<Image> newestOf(const QList<Image> &images, const QString &name)
{
    const auto found = std::ranges::find_if(images, [&name](const Image &image) {
        const auto state = image.properties.value(build::property::state);
        return image.name == name && image.status == u"active" && state != build::imageState::candidate &&
               state != build::imageState::bad;
    });
    return found == images.end() ? std::nullopt : std::optional(*found);
}

QString lackOf(const BaseForecast &base, const QString &cloud)
{
    using State = BaseForecast::State;
    const auto silence =
        base.silent ? QStringLiteral("; the mirror does not tell: ") + base.silent->message() : QString();
    switch (base.state) {
    case State::Current:
        return {};
    case State::Stale:
        return QStringLiteral("base image %1 on cloud %2 is older than the mirror's; the build fetches that")
            .arg(base.name, cloud);
    case State::Absent:
        return QStringLiteral("base image %1 is not on cloud %2").arg(base.name, cloud) +
               (base.silent ? silence : QStringLiteral("; the build fetches it"));
    case State::Unknown:
        break;
    }
    return QStringLiteral("base image %1 on cloud %2 may be old").arg(base.name, cloud) + silence;
}

/// Without any base image there is no build; an old one serves.
std::optional<ErrorKind> stopsWithout(const BaseForecast &base)
{
    return base.state == BaseForecast::State::Absent && base.silent ? std::optional(base.silent->kind()) : std::nullopt;
}

/// Whether the secrets are where the plan says. A descriptor is left alone: what is read from one is gone.
QString lackOfSecrets(Plan plan, const QProcessEnvironment &environment)
{
    plan.secrets.removeIf([](const auto &entry) { return entry.value().kind == SecretSource::Kind::Descriptor; });
    const auto secrets = readSecrets(plan, environment);
    return secrets ? QString() : secrets.error().message();
}

/// The one that the plan pins, for all its images and consumers.
QList<RunnerInUse> pinnedRunner(const build::Request &request)
{
    if (request.runnerVersion.isEmpty() || !request.userData.isEmpty())
        return {};
    return {RunnerInUse{.image = QStringLiteral("the plan"),
                        .consumer = QStringLiteral("all consumers"),
                        .id = {},
                        .version = request.runnerVersion,
                        .pinned = true}};
}

void addLacks(Forecast &forecast)
{
    for (const auto &build : forecast.builds)
        if (const auto lack = lackOf(build.base, forecast.cloud); !lack.isEmpty())
            forecast.missing << Lack{lack, stopsWithout(build.base)};
    for (const auto &[consumer, error] : forecast.unreachable.asKeyValueRange())
        forecast.missing << Lack{QStringLiteral("consumer %1 would get nothing: %2").arg(consumer, error.message()),
                                 error.kind()};
}

} // namespace

Task<Result<Forecast>> forecastPlan(Backend &backend, Plan plan, bool ifChanged, std::stop_token stop)
{
    const auto forecast = std::make_shared<Forecast>();
    IB_CO_TRY(forecast->cloud, backend.cloudName(plan.cloud));
    plan.cloud = forecast->cloud;
    for (const auto &key : plan.secrets.keys())
        plan.request.scriptSecrets.insert(key, Secret()); // an image tells their names
    const auto consumers = plan.request.consumers;
    backend.tell({.step = QStringLiteral("plan"),
                  .text = QStringLiteral("asking cloud %1, %2 consumers and the mirror")
                              .arg(forecast->cloud)
                              .arg(consumers.size())});
    auto looking = lookAtProjects(backend, forecast->cloud, consumers, stop);
    auto asking = placeForecast(backend, forecast->cloud, plan.request, stop);
    auto clocking = runnerClock(backend, pinnedRunner(plan.request), stop);
    // All are waited for before any is judged: a task that nobody waits for would outlive the backend.
    const auto looks = co_await looking;
    const auto asked = co_await asking;
    forecast->runners = co_await clocking;
    if (!looks || !asked)
        co_return std::unexpected(!asked ? asked.error() : looks.error());
    forecast->place = *asked;
    forecast->missing = asked->lacks;
    forecast->unreachable = looks->failed;
    for (const auto &consumer : looks->failed.keys())
        plan.request.consumers.removeOne(consumer);
    const auto &own = looks->list.first().images;
    forecast->builds = co_await buildForecasts(backend, plan, ifChanged, own, stop);
    for (auto &build : forecast->builds)
        build.newest = newestOf(own, build.order.request.imageName);
    IB_CO_TRY(const auto *const journal, backend.journal());
    IB_CO_TRY(const auto prunes, pruneForecast(*journal, *looks, forecast->builds, backend.clock().now()));
    forecast->prunes = co_await withoutUsed(backend, *looks, prunes, stop);
    if (const auto lack = lackOfSecrets(plan, backend.settings().clouds.environment); !lack.isEmpty())
        forecast->missing << Lack{lack, ErrorKind::Config};
    addLacks(*forecast);
    co_return Forecast(*forecast);
}

} // namespace imagebuilder::app
