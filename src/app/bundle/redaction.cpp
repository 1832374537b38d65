// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/bundle/redaction.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtCore/QUrl>

#include <functional>

namespace imagebuilder::app {

namespace {

const QString dots = QStringLiteral("•••");

using Known = std::function<bool(const QString &key)>;

/// Of clouds.yaml, as openstacksdk documents it: keys whose values tell where and who, never by what.
bool isOpenKey(const QString &key)
{
    static const QSet<QString> open{"auth_url",
                                    "username",
                                    "user_id",
                                    "user_domain_name",
                                    "user_domain_id",
                                    "project_name",
                                    "project_id",
                                    "project_domain_name",
                                    "project_domain_id",
                                    "tenant_name",
                                    "domain_name",
                                    "domain_id",
                                    "default_domain",
                                    "system_scope",
                                    "auth_type",
                                    "profile",
                                    "region_name",
                                    "regions",
                                    "name",
                                    "interface",
                                    "endpoint_type",
                                    "verify",
                                    "cacert",
                                    "cert",
                                    "insecure",
                                    "application_credential_id",
                                    "application_credential_name"};
    return open.contains(key) || key.endsWith(u"_api_version") || key.endsWith(u"_endpoint_override");
}

/// The address of a script may hold a token.
bool isOpenInPlans(const QString &key)
{
    return key != u"notify" && key != u"url";
}

/// "http://user:pass@host/path?token=x" without what may be secret.
QString openText(const QString &text)
{
    const QUrl url(text);
    if (!url.isValid() || url.host().isEmpty())
        return text;
    return url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery).toString();
}

QJsonValue redacted(const YamlValue &value, bool open, const Known &known)
{
    switch (value.kind()) {
    case YamlValue::Kind::Null:
        return {};
    case YamlValue::Kind::Text:
        return open ? openText(value.text()) : dots;
    case YamlValue::Kind::List: {
        QJsonArray list;
        for (const auto &item : value.values())
            list.append(redacted(item, open, known));
        return list;
    }
    case YamlValue::Kind::Map:
        break;
    }
    QJsonObject map;
    for (const auto &key : value.keys())
        map.insert(key, redacted(value.at(key), known(key), known));
    return map;
}

/// The values of everything that is called a secret.
void collectSecrets(const YamlValue &value, bool secret, QList<Secret> &found)
{
    static const QRegularExpression called(QStringLiteral("passw|secret|token|passcode|passphrase"));
    if (value.kind() == YamlValue::Kind::Text && secret)
        found << Secret(value.text());
    if (value.isMap()) {
        for (const auto &key : value.keys())
            collectSecrets(value.at(key), called.match(key).hasMatch(), found);
    } else {
        for (const auto &item : value.values())
            collectSecrets(item, secret, found);
    }
}

} // namespace

QJsonValue redactedClouds(const YamlValue &document)
{
    return redacted(document, false, isOpenKey);
}

QJsonValue redactedPlan(const YamlValue &document)
{
    return redacted(document, true, isOpenInPlans);
}

QList<Secret> knownSecrets(const Settings &settings)
{
    QList<Secret> found;
    const auto &search = settings.clouds;
    for (const auto &clouds : search.cloudsFiles()) {
        const auto secure =
            search.besides(clouds, QStringLiteral("secure.yaml"), QStringLiteral("OS_CLIENT_SECURE_FILE"));
        for (const auto &path : {clouds, secure})
            if (const auto document = QFile::exists(path) ? readYaml(path) : Result<YamlValue>())
                collectSecrets(*document, false, found);
    }
    static const QRegularExpression called(QStringLiteral("^OS_(PASSWORD|PASSCODE|TOKEN|AUTH_TOKEN|.*SECRET)$|"
                                                          "^IMAGE_BUILDER_SECRET_"));
    for (const auto &name : search.environment.keys())
        if (called.match(name).hasMatch())
            found << Secret(search.environment.value(name));
    return found;
}

QByteArray without(const QList<Secret> &secrets, QByteArray text)
{
    for (const auto &secret : secrets)
        if (secret.reveal().size() > 3) // a shorter one is none, and would make holes everywhere
            text.replace(secret.reveal(), dots.toUtf8());
    return text;
}

} // namespace imagebuilder::app
