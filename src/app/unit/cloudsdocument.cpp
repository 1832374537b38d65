// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/cloudsdocument.h"

#include <QtCore/QCryptographicHash>

namespace imagebuilder::app {

namespace {

void set(YamlValue &map, const QString &key, const QString &text)
{
    if (!text.isEmpty())
        map.set(key, YamlValue::ofText(text));
}

YamlValue cloudValue(const BuilderAccount &account, const QString &authorities)
{
    auto auth = YamlValue::ofMap();
    set(auth, QStringLiteral("auth_url"), account.authUrl);
    set(auth, QStringLiteral("username"), account.user);
    set(auth, QStringLiteral("password"), account.password.revealText());
    set(auth, QStringLiteral("project_name"), account.project);
    set(auth, QStringLiteral("user_domain_name"), account.userDomain);
    set(auth, QStringLiteral("project_domain_name"), account.projectDomain);
    auto cloud = YamlValue::ofMap();
    cloud.set(QStringLiteral("auth"), auth);
    set(cloud, QStringLiteral("region_name"), account.region);
    set(cloud, QStringLiteral("cacert"), authorities);
    return cloud;
}

/// Named by its content, so that equal ones are one file and a name holds nothing that a stranger chose.
QString pemFile(const QString &pem, const UnitPlaces &places)
{
    if (pem.isEmpty())
        return {};
    const auto digest = QCryptographicHash::hash(pem.toUtf8(), QCryptographicHash::Sha256).toHex().first(16);
    return places.authority(QString::fromLatin1(digest) + QStringLiteral(".pem"));
}

/// A consumer's own certificates, and those of the option, which are for all.
QString pemOf(const juju::Consumer &consumer, const CharmConfig &config)
{
    QStringList pems{consumer.caPem, config.builder.caPem};
    pems.removeAll(QString());
    return pems.join(u'\n');
}

} // namespace

YamlValue cloudsDocument(const UnitPlan &plan, const UnitPlaces &places)
{
    auto clouds = YamlValue::ofMap();
    const auto &builder = plan.config.builder;
    clouds.set(builderCloud, cloudValue(builder, pemFile(builder.caPem, places)));
    for (const auto &consumer : plan.consumers) {
        // Credentials are written once, when a relation is made; of two with one name the later one's are newer.
        const BuilderAccount account{.authUrl = consumer.authUrl,
                                     .projectDomain = consumer.projectDomain,
                                     .project = consumer.project,
                                     .userDomain = consumer.userDomain,
                                     .user = consumer.user,
                                     .region = consumer.region,
                                     .caPem = {},
                                     .password = consumer.password};
        clouds.set(consumer.cloud, cloudValue(account, pemFile(pemOf(consumer, plan.config), places)));
    }
    auto document = YamlValue::ofMap();
    document.set(QStringLiteral("clouds"), clouds);
    return document;
}

QMap<QString, QString> authorityFiles(const UnitPlan &plan, const UnitPlaces &places)
{
    QStringList pems{plan.config.builder.caPem};
    for (const auto &consumer : plan.consumers)
        pems << pemOf(consumer, plan.config);
    pems.removeAll(QString());
    QMap<QString, QString> files;
    for (const auto &pem : pems)
        files.insert(pemFile(pem, places), pem);
    return files;
}

} // namespace imagebuilder::app
