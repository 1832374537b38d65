// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/discovery/discover.h"

#include "http/exchangelog.h"
#include "openstack/apierror.h"
#include "openstack/discovery/versions.h"
#include "openstack/servicetypes.h"

namespace imagebuilder::openstack {

namespace {

// Only Nova's microversions are used; another service's versioned address leaves nothing to ask.
bool needsDocument(const QString &service, bool versioned)
{
    return !versioned || service == QStringLiteral("compute");
}

http::Request documentRequest(const QUrl &url, const Secret &token)
{
    http::Request request;
    request.url = url.path().isEmpty() ? below(url, QStringLiteral("/")) : url;
    request.headers = {{"Accept", "application/json"}};
    if (!token.isEmpty())
        request.headers.append({"X-Auth-Token", token.reveal()});
    request.redirects = 2;
    request.maxBody = 1024LL * 1024;
    return request;
}

QString listed(const QList<ApiVersion> &versions)
{
    QStringList ids;
    for (const auto &version : versions)
        ids << version.id;
    return ids.join(QStringLiteral(", "));
}

} // namespace

Task<Result<Service>> discover(http::Transport &transport, QUrl endpoint, QString service, Secret token,
                               std::stop_token stop)
{
    const auto spoken = spokenVersion(service);
    const auto parts = endpointParts(endpoint);
    const bool versioned = parts.version == spoken;
    const bool asItIs = versioned || spoken.isEmpty();
    Service found{.url = asItIs ? below(endpoint, {}) : below(parts.base, u'/' + spoken), .range = {}};
    if (spoken.isEmpty() || !needsDocument(service, versioned))
        co_return found;

    const auto place = versioned ? below(parts.base, u'/' + spoken) : parts.base;
    const auto request = documentRequest(place, token);
    IB_CO_TRY(const auto answer, co_await transport.send(request, stop));
    if (answer.status > 500)
        co_return failure(apiError(answer, QStringLiteral("asking %1 for its versions").arg(http::shownUrl(place))));
    found.settled = answer.status != 401;
    if (!answer.ok() && answer.status != 300)
        co_return found;
    const auto versions = parseVersions(answer.body);
    const auto ours = versionSpoken(versions, spoken);
    if (!ours && !versions.isEmpty() && !versioned)
        co_return failure(ErrorKind::Protocol, QStringLiteral("%1 offers %2, but we need %3 of service \"%4\"")
                                                   .arg(http::shownUrl(place), listed(versions), spoken, service));
    if (!ours)
        co_return found;
    found.range = ours->range;
    if (!versioned)
        found.url = versionUrl(parts.base, *ours, spoken);
    co_return found;
}

} // namespace imagebuilder::openstack
