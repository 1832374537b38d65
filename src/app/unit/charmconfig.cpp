// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/charmconfig.h"

#include "app/unit/charmoptions.h"

#include <QtCore/QRegularExpression>

namespace imagebuilder::app {

using juju::HookEnvironment;
using juju::HookTools;

namespace {

/// The tool's refusal as a blocked status; an error of Juju stays one.
std::unexpected<Error> refused(const Error &error, const QString &notFound, const QString &noAccess)
{
    if (error.kind() == ErrorKind::NotFound)
        return blocked(notFound);
    if (error.kind() == ErrorKind::Auth)
        return blocked(noAccess);
    return std::unexpected(error);
}

Task<Result<Secret>> readPassword(HookTools tools, QString id, std::stop_token stop)
{
    static const QRegularExpression right(QStringLiteral("^secret:(//[0-9a-f-]{36}/)?[a-z0-9]{20}$"));
    if (id.isEmpty())
        co_return blocked(QStringLiteral("Please supply OpenStack password via openstack-password-secret."));
    if (!right.match(id).hasMatch())
        co_return blocked(QStringLiteral("Invalid value '%1' for openstack-password-secret. Expected a Juju secret ID "
                                         "in the format 'secret:<secret-id>'.")
                              .arg(id));
    const auto content = co_await tools.secret(id, stop);
    if (!content)
        co_return refused(content.error(), QStringLiteral("OpenStack password secret not found: %1.").arg(id),
                          QStringLiteral("Charm does not have access to the OpenStack password secret. Please grant "
                                         "the charm read access to the secret."));
    const auto password = content->value(QStringLiteral("password"));
    if (password.isEmpty())
        co_return blocked(QStringLiteral("Secret %1 does not contain a 'password' key.").arg(id));
    co_return password;
}

Task<Result<QMap<QString, Secret>>> readScriptSecrets(HookTools tools, HookEnvironment hook, QJsonObject options,
                                                      std::stop_token stop)
{
    const QVersionNumber withSecrets(3, 3);
    const auto id = optionText(options, "script-secret-id");
    const auto pairs = optionText(options, "script-secret");
    if (!id.isEmpty() && !pairs.isEmpty())
        co_return blocked(QStringLiteral("Both script-secret and script-secret-id configuration option set. Please "
                                         "remove one."));
    if (!pairs.isEmpty() && hook.version >= withSecrets)
        co_return blocked(QStringLiteral("Please use Juju secrets via script-secret-id and unset the script-secret "
                                         "configuration option."));
    if (!pairs.isEmpty())
        co_return parseInlineSecrets(pairs);
    if (id.isEmpty())
        co_return QMap<QString, Secret>();
    if (hook.version < withSecrets)
        co_return blocked(QStringLiteral("Secrets are not supported in Juju version %1. Please consider upgrading the "
                                         "Juju controller to versions >= 3.3 or use the script-secret configuration "
                                         "option.")
                              .arg(hook.version.toString()));
    auto content = co_await tools.secret(id, stop);
    if (!content)
        co_return refused(content.error(), QStringLiteral("Secret label not found: %1.").arg(id),
                          QStringLiteral("Charm does not have access to read secrets. Please grant the charm read "
                                         "access to the secret."));
    co_return *std::move(content);
}

/// Options that came after the Python charm, which the plan takes under names of its own.
QMap<QString, QString> furtherOptions(const QJsonObject &options)
{
    QMap<QString, QString> further;
    for (const auto *name :
         {"image-mirror", "base-image-date", "distribution", "script-sha256", "user-data", "content-mirrors",
          "runner-releases-url", "ssh-cidrs", "publish", "canary", "canary-minutes", "verify-image", "build-timeout"}) {
        const auto value = options.value(QLatin1String(name));
        auto text = value.isDouble() ? QString::number(value.toInt()) : value.toString();
        if (value.toBool())
            text = QStringLiteral("on");
        if (!text.trimmed().isEmpty())
            further.insert(QLatin1String(name), text);
    }
    return further;
}

} // namespace

Task<Result<CharmConfig>> readCharmConfig(HookTools tools, HookEnvironment hook, std::stop_token stop)
{
    CharmConfig config;
    IB_CO_TRY(const auto options, co_await tools.config(stop));
    IB_CO_TRY(config.builder, parseBuilder(options));
    IB_CO_TRY(config.builder.password,
              co_await readPassword(tools, optionText(options, "openstack-password-secret"), stop));
    IB_CO_TRY(config.keep,
              parseCharmNumber(options, "revision-history-limit", 5, 2, 99,
                               QStringLiteral("Revision history must be greater than 1 and less than 100")));
    IB_CO_TRY(config.arch, parseCharmArch(optionText(options, "architecture")));
    IB_CO_TRY(config.bases, parseCharmBases(options.value(u"base-image").toString(QStringLiteral("noble"))));
    IB_CO_TRY(config.runnerVersion, parseCharmRunnerVersion(optionText(options, "runner-version")));
    IB_CO_TRY(config.scriptUrl, parseScriptUrl(optionText(options, "script-url")));
    IB_CO_TRY(config.scriptSecrets, co_await readScriptSecrets(tools, hook, options, stop));
    IB_CO_CHECK(checkSecretNames(config.scriptSecrets));
    IB_CO_TRY(config.interval,
              parseCharmNumber(options, "build-interval", 6, 1, 24,
                               QStringLiteral("Build interval must not be smaller than 1 or greater than 24")));
    config.flavor = optionText(options, "build-flavor");
    config.network = optionText(options, "build-network");
    config.proxy = proxyAddress(hook.proxy());
    IB_CO_TRY(config.consumerRegions, parseConsumerRegions(optionText(options, "consumer-regions")));
    if (!config.builder.caPem.isEmpty() && !config.builder.caPem.contains(u"-----BEGIN CERTIFICATE-----"))
        co_return blocked(QStringLiteral("Invalid openstack-ca-certs: it holds no certificate in PEM form."));
    config.further = furtherOptions(options);
    co_return config;
}

} // namespace imagebuilder::app
