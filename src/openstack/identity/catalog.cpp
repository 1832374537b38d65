// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/identity/catalog.h"

#include "openstack/servicetypes.h"

#include <algorithm>
#include <iterator>

namespace imagebuilder::openstack {

namespace {

QList<Endpoint> kept(const QList<Endpoint> &catalog, const std::function<bool(const Endpoint &)> &fits)
{
    QList<Endpoint> found;
    std::ranges::copy_if(catalog, std::back_inserter(found), fits);
    return found;
}

QString listed(const QList<Endpoint> &catalog, QString Endpoint::*field)
{
    QStringList values;
    for (const auto &endpoint : catalog)
        values << endpoint.*field;
    values.removeDuplicates();
    values.sort();
    return values.isEmpty() ? QStringLiteral("none") : values.join(QStringLiteral(", "));
}

/// Endpoints under the official type where there are any, else those under one of its other names.
QList<Endpoint> ofService(const QList<Endpoint> &catalog, const QString &service)
{
    auto exact = kept(catalog, [&](const Endpoint &endpoint) { return endpoint.service == service; });
    if (!exact.isEmpty())
        return exact;
    return kept(catalog, [&](const Endpoint &endpoint) { return officialServiceType(endpoint.service) == service; });
}

} // namespace

Result<QUrl> chooseEndpoint(const QList<Endpoint> &catalog, const EndpointWish &wish)
{
    const auto offered = ofService(catalog, wish.service);
    if (offered.isEmpty())
        return failure(ErrorKind::Config, QStringLiteral("the catalog has no service \"%1\"; it lists: %2")
                                              .arg(wish.service, listed(catalog, &Endpoint::service)));
    const auto reachable =
        kept(offered, [&](const Endpoint &endpoint) { return endpoint.interface == wish.interface; });
    if (reachable.isEmpty())
        return failure(ErrorKind::Config,
                       QStringLiteral("service \"%1\" has no %2 endpoint; set `interface` to one of: %3")
                           .arg(wish.service, wish.interface, listed(offered, &Endpoint::interface)));
    const auto near = kept(
        reachable, [&](const Endpoint &endpoint) { return wish.region.isEmpty() || endpoint.region == wish.region; });
    const auto regions = listed(reachable, &Endpoint::region);
    if (near.isEmpty())
        return failure(ErrorKind::Config, QStringLiteral("service \"%1\" is not in region \"%2\", but in: %3")
                                              .arg(wish.service, wish.region, regions));
    const bool oneRegion = std::ranges::all_of(
        near, [&](const Endpoint &endpoint) { return endpoint.region == near.constFirst().region; });
    if (!oneRegion)
        return failure(ErrorKind::Config, QStringLiteral("service \"%1\" is in several regions; set `region_name` to "
                                                         "one of: %2")
                                              .arg(wish.service, regions));
    return near.constFirst().url;
}

std::optional<EndpointWish> placeOf(const QList<Endpoint> &catalog, const QString &service, const QUrl &versioned,
                                    const QString &interface)
{
    const auto wanted = versioned.toString(QUrl::StripTrailingSlash);
    const auto listed = kept(catalog, [&](const Endpoint &endpoint) {
        const auto base = endpoint.url.toString(QUrl::StripTrailingSlash);
        return endpoint.service == service && wanted.startsWith(base + QStringLiteral("/v")) &&
               wanted.indexOf(u'/', base.size() + 1) < 0;
    });
    auto found = std::ranges::find(listed, interface, &Endpoint::interface);
    if (found == listed.end())
        found = listed.begin();
    if (found == listed.end())
        return std::nullopt;
    return EndpointWish{.service = service, .region = found->region, .interface = found->interface};
}

} // namespace imagebuilder::openstack
