// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/forecast.h"

#include "app/plan/forecastprune.h"
#include "app/room.h"
#include "base/taskscope.h"
#include "build/properties.h"
#include "ssh/keys.h"

#include <QtCore/QFile>

#include <algorithm>

namespace imagebuilder::app {

using openstack::Image;

namespace {

/// Flavor, network and quota, and what they lack.
Task<Result<void>> placeForecast(Backend &backend, std::shared_ptr<Forecast> forecast, build::Request request,
                                 std::stop_token stop)
{
    IB_CO_TRY(auto *const cloud, backend.cloud(forecast->cloud));
    IB_CO_TRY(const auto room, co_await roomFor(backend, forecast->cloud, request, {}, stop));
    forecast->flavor = room.flavor;
    forecast->fittingBuilds = room.builds();
    if (const auto lack = room.shortOf(0); !lack.isEmpty())
        forecast->missing << QStringLiteral("the quota of cloud %1 is short: %2").arg(forecast->cloud, lack);
    IB_CO_TRY(const auto networks, co_await cloud->network().networks(stop));
    IB_CO_TRY(const auto subnets, co_await cloud->network().subnets(stop));
    IB_CO_TRY(forecast->network.id,
              build::chooseNetwork(networks, subnets, request.network, forecast->cloud, request.ipVersion));
    const auto named = std::ranges::find(networks, forecast->network.id, &openstack::Network::id);
    if (named != networks.end())
        forecast->network = *named;
    co_return Result<void>{};
}

/// True when the cloud has the public half of this machine's key under one of its two names.
Task<Result<bool>> hasKey(openstack::Cloud &cloud, QString publicKeyFile, std::stop_token stop)
{
    QFile file(publicKeyFile);
    if (!file.open(QIODevice::ReadOnly))
        co_return false;
    const auto ours = ssh::md5Fingerprint(file.readAll().trimmed());
    IB_CO_TRY(const auto there, co_await cloud.compute().keyPairs(stop));
    if (!ours)
        co_return false;
    co_return std::ranges::contains(there, *ours, &openstack::KeyPair::fingerprint);
}

/// What is asked of the build cloud alone.
Task<Result<void>> buildCloudForecast(Backend &backend, std::shared_ptr<Forecast> forecast, build::Request request,
                                      std::stop_token stop)
{
    IB_CO_TRY(auto *const cloud, backend.cloud(forecast->cloud));
    IB_CO_CHECK(co_await placeForecast(backend, forecast, request, stop));
    const auto publicKey = backend.settings().keyFile() + QStringLiteral(".pub");
    IB_CO_TRY(const bool keyIsThere, co_await hasKey(*cloud, publicKey, stop));
    if (!keyIsThere)
        forecast->missing
            << QStringLiteral("the deployment's key pair is not on cloud %1; the build makes it").arg(forecast->cloud);
    co_return Result<void>{};
}

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

/// Whether the secrets are where the plan says. A descriptor is left alone: what is read from one is gone.
QString lackOfSecrets(Plan plan, const QProcessEnvironment &environment)
{
    plan.secrets.removeIf([](const auto &entry) { return entry.value().kind == SecretSource::Kind::Descriptor; });
    const auto secrets = readSecrets(plan, environment);
    return secrets ? QString() : secrets.error().message();
}

void addLacks(Forecast &forecast)
{
    for (const auto &build : forecast.builds)
        if (const auto lack = lackOf(build.base, forecast.cloud); !lack.isEmpty())
            forecast.missing << lack;
    for (const auto &[consumer, error] : forecast.unreachable.asKeyValueRange())
        forecast.missing << QStringLiteral("consumer %1 would get nothing: %2").arg(consumer, error.message());
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
    auto asking = buildCloudForecast(backend, forecast, plan.request, stop);
    // Both are waited for before either is judged: a task that nobody waits for would outlive the backend.
    const auto looks = co_await looking;
    const auto asked = co_await asking;
    if (!looks || !asked)
        co_return std::unexpected(!asked ? asked.error() : looks.error());
    forecast->unreachable = looks->failed;
    for (const auto &consumer : looks->failed.keys())
        plan.request.consumers.removeOne(consumer);
    const auto &own = looks->list.first().images;
    forecast->builds = co_await buildForecasts(backend, plan, ifChanged, own, stop);
    for (auto &build : forecast->builds)
        build.newest = newestOf(own, build.order.request.imageName);
    IB_CO_TRY(const auto *const journal, backend.journal());
    IB_CO_TRY(forecast->prunes, pruneForecast(*journal, *looks, forecast->builds, backend.clock().now()));
    if (const auto lack = lackOfSecrets(plan, backend.settings().clouds.environment); !lack.isEmpty())
        forecast->missing << lack;
    addLacks(*forecast);
    co_return Forecast(*forecast);
}

} // namespace imagebuilder::app
