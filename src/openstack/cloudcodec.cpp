// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/cloudcodec.h"

#include "openstack/servicetypes.h"

#include <QtCore/QFileInfo>

namespace imagebuilder::openstack {

namespace {

Result<bool> truth(const YamlValue &settings, const QString &key, bool fallback)
{
    static const QStringList yes{QStringLiteral("true"), QStringLiteral("yes"), QStringLiteral("on"),
                                 QStringLiteral("1")};
    static const QStringList no{QStringLiteral("false"), QStringLiteral("no"), QStringLiteral("off"),
                                QStringLiteral("0")};
    const auto text = settings.textAt(key).toLower();
    if (text.isEmpty())
        return fallback;
    if (yes.contains(text) || no.contains(text))
        return yes.contains(text);
    return failure(ErrorKind::Config, QStringLiteral("%1 is neither true nor false: \"%2\"").arg(key, text));
}

Result<QString> pemFile(const YamlValue &settings, const QString &key, const CloudPaths &paths)
{
    auto path = paths.search->expand(settings.textAt(key), paths.folder);
    if (!path.isEmpty() && !QFileInfo(path).isReadable())
        return failure(ErrorKind::Config, QStringLiteral("%1 names %2, which cannot be read").arg(key, path));
    return path;
}

Result<http::TransportOptions> parseTransport(const YamlValue &settings, const CloudPaths &paths)
{
    http::TransportOptions options;
    // Judged here, after all files are merged: a profile's true must not outlive the cloud's false. `insecure` wins.
    IB_TRY(const auto verify, truth(settings, QStringLiteral("verify"), true));
    IB_TRY(const auto insecure, truth(settings, QStringLiteral("insecure"), false));
    options.verify = verify && !insecure;
    if (options.verify) {
        IB_TRY(options.caFile, pemFile(settings, QStringLiteral("cacert"), paths));
    }
    IB_TRY(options.certificateFile, pemFile(settings, QStringLiteral("cert"), paths));
    IB_TRY(options.keyFile, pemFile(settings, QStringLiteral("key"), paths));
    return options;
}

Result<QString> parseInterface(const YamlValue &settings)
{
    const auto &value = settings.at(QStringLiteral("interface"));
    auto name = !value.values().empty() ? value.values().front().text() : value.text();
    if (name.isEmpty())
        name = settings.textAt(QStringLiteral("endpoint_type"));
    if (name.endsWith(QStringLiteral("URL")))
        name.chop(3);
    if (name.isEmpty())
        return QStringLiteral("public");
    static const QStringList known{QStringLiteral("public"), QStringLiteral("internal"), QStringLiteral("admin")};
    if (!known.contains(name))
        return failure(ErrorKind::Config,
                       QStringLiteral("interface is none of public, internal, admin: \"%1\"").arg(name));
    return name;
}

Result<QMap<QString, QUrl>> parseOverrides(const YamlValue &settings)
{
    const QString ending = QStringLiteral("_endpoint_override");
    QMap<QString, QUrl> overrides;
    for (const auto &key : settings.keys()) {
        const auto text = settings.textAt(key);
        if (!key.endsWith(ending) || text.isEmpty())
            continue;
        const QUrl url(text, QUrl::TolerantMode);
        if (!url.isValid() || url.host().isEmpty() || !url.scheme().startsWith(QStringLiteral("http")))
            return failure(ErrorKind::Config, QStringLiteral("%1 is no http or https address: \"%2\"").arg(key, text));
        overrides.insert(officialServiceType(key.chopped(ending.size())), url);
    }
    return overrides;
}

} // namespace

Result<CloudConfig> parseCloud(const QString &name, const YamlValue &settings, const CloudPaths &paths)
{
    CloudConfig config;
    config.name = name;
    IB_TRY(config.credentials, parseCredentials(settings));
    config.region = settings.textAt(QStringLiteral("region_name"));
    IB_TRY(config.interface, parseInterface(settings));
    IB_TRY(config.endpointOverrides, parseOverrides(settings));
    IB_TRY(config.transport, parseTransport(settings, paths));
    return config;
}

} // namespace imagebuilder::openstack
