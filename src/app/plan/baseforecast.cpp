// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/baseforecast.h"

#include "build/properties.h"

namespace imagebuilder::app {

namespace {

Task<Result<QByteArray>> upstreamSha256(Backend &backend, build::Request request, std::stop_token stop)
{
    IB_CO_TRY(auto *const source, backend.baseImages());
    co_return co_await source->upstreamSha256(request.release, request.arch, stop);
}

} // namespace

Task<BaseForecast> baseForecast(Backend &backend, build::Request request, QList<openstack::Image> there,
                                std::stop_token stop)
{
    using State = BaseForecast::State;
    BaseForecast base{.name = images::baseImageName(request.prefix, request.release, request.arch)};
    const auto upstream = co_await upstreamSha256(backend, request, stop);
    if (!upstream)
        base.silent = upstream.error();
    const auto *const journal = backend.journal().value_or(nullptr);
    const auto deployment = journal ? journal->deployment() : QString();
    for (const auto &image : there) {
        // A journal that was never written to has no deployment: nothing is ours yet.
        if (image.name != base.name || image.status != u"active" || deployment.isEmpty() ||
            !build::isOurs(image.properties, deployment))
            continue;
        const bool same = upstream && image.properties.value(build::property::sha256) == QLatin1StringView(*upstream);
        if (same)
            base.state = State::Current;
        if (same || !base.image)
            base.image = image;
        if (same)
            break;
    }
    if (!base.image)
        base.state = State::Absent;
    else if (upstream && base.state != State::Current)
        base.state = State::Stale;
    co_return base;
}

QString baseStateName(BaseForecast::State state)
{
    switch (state) {
    case BaseForecast::State::Current:
        return QStringLiteral("current");
    case BaseForecast::State::Stale:
        return QStringLiteral("stale");
    case BaseForecast::State::Absent:
        return QStringLiteral("absent");
    case BaseForecast::State::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

} // namespace imagebuilder::app
