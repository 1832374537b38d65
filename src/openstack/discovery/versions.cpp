// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/discovery/versions.h"

#include "base/json.h"

#include <QtCore/QRegularExpression>

#include <algorithm>

namespace imagebuilder::openstack {

namespace {

QString withoutEndSlash(QString path)
{
    while (path.endsWith(u'/'))
        path.chop(1);
    return path;
}

QString ownPath(const JsonReader &version)
{
    for (const auto &entry : version.arrayOr(QStringLiteral("links"))) {
        const auto link = entry.toObject();
        if (link.value(QStringLiteral("rel")) == QStringLiteral("self"))
            return withoutEndSlash(QUrl(link.value(QStringLiteral("href")).toString()).path());
    }
    return {};
}

ApiVersion parseVersion(const QJsonObject &object)
{
    const JsonReader version(object, QStringLiteral("version"));
    // Nova says "version" where others say "max_version".
    const auto most = version.stringOr(QStringLiteral("max_version"), version.stringOr(QStringLiteral("version")));
    const auto upper = Microversion::parse(most);
    const auto lower = Microversion::parse(version.stringOr(QStringLiteral("min_version")));
    ApiVersion parsed{.id = version.stringOr(QStringLiteral("id")), .path = ownPath(version), .range = {}};
    if (upper && lower)
        parsed.range = MicroversionRange{.least = *lower, .most = *upper};
    return parsed;
}

} // namespace

QList<ApiVersion> parseVersions(const QByteArray &body)
{
    const auto document = parseJsonObject(body, QStringLiteral("the version document"));
    if (!document)
        return {};
    if (const auto one = document->value(QStringLiteral("version")); one.isObject())
        return {parseVersion(one.toObject())};
    auto list = document->value(QStringLiteral("versions"));
    if (list.isObject())
        list = list.toObject().value(QStringLiteral("values"));
    QList<ApiVersion> versions;
    for (const auto &entry : list.toArray())
        versions << parseVersion(entry.toObject());
    return versions;
}

EndpointParts endpointParts(const QUrl &endpoint)
{
    static const QRegularExpression segment(QStringLiteral("/(v[0-9]+(\\.[0-9]+)?)(/|$)"));
    EndpointParts parts{.base = endpoint.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment), .version = {}};
    const auto path = endpoint.path();
    const auto found = segment.match(path);
    parts.version = found.captured(1);
    parts.base.setPath(withoutEndSlash(found.hasMatch() ? path.first(found.capturedStart()) : path));
    return parts;
}

QUrl below(const QUrl &url, const QString &path)
{
    auto whole = url;
    whole.setPath(withoutEndSlash(url.path()) + path, QUrl::DecodedMode);
    return whole;
}

QUrl versionUrl(const QUrl &base, const ApiVersion &version, const QString &spoken)
{
    const QString last = u'/' + spoken;
    auto prefix = version.path;
    if (prefix.endsWith(last))
        prefix.chop(last.size());
    auto url = base;
    if (version.path.endsWith(last) && prefix.startsWith(base.path()))
        url.setPath(prefix);
    return below(url, last);
}

std::optional<ApiVersion> versionSpoken(const QList<ApiVersion> &versions, const QString &spoken)
{
    const auto found = std::ranges::find_if(versions, [&](const ApiVersion &version) {
        return version.id == spoken || version.path.endsWith(u'/' + spoken) || version.id.startsWith(spoken + u'.');
    });
    return found == versions.end() ? std::nullopt : std::optional(*found);
}

} // namespace imagebuilder::openstack
