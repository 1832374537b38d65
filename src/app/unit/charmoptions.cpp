// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/charmoptions.h"

#include "images/release.h"
#include "juju/pythontext.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QUrl>

#include <algorithm>

namespace imagebuilder::app {

namespace {

QStringList words(const QString &text, const QRegularExpression &between)
{
    QStringList found;
    for (const auto &word : text.split(between, Qt::SkipEmptyParts))
        if (!word.trimmed().isEmpty())
            found << word.trimmed();
    return found;
}

} // namespace

QString optionText(const QJsonObject &options, const char *name)
{
    return options.value(QLatin1String(name)).toString().trimmed();
}

Result<BuilderAccount> parseBuilder(const QJsonObject &options)
{
    BuilderAccount account{.authUrl = optionText(options, "openstack-auth-url"),
                           .projectDomain = optionText(options, "openstack-project-domain-name"),
                           .project = optionText(options, "openstack-project-name"),
                           .userDomain = optionText(options, "openstack-user-domain-name"),
                           .user = optionText(options, "openstack-user-name"),
                           .region = optionText(options, "openstack-region-name"),
                           .caPem = optionText(options, "openstack-ca-certs")};
    const QStringList needed{account.authUrl, account.projectDomain, account.project, account.userDomain, account.user};
    if (needed.contains(QString()))
        return blocked(QStringLiteral("Please supply all OpenStack configurations."));
    return account;
}

Result<QString> parseCharmArch(const QString &text)
{
    static const QMap<QString, QString> known{
        {QStringLiteral("aarch64"), QStringLiteral("arm64")},  {QStringLiteral("arm64"), QStringLiteral("arm64")},
        {QStringLiteral("armhf"), QStringLiteral("arm")},      {QStringLiteral("arm"), QStringLiteral("arm")},
        {QStringLiteral("armv7l"), QStringLiteral("arm")},     {QStringLiteral("x86_64"), QStringLiteral("x64")},
        {QStringLiteral("amd64"), QStringLiteral("x64")},      {QStringLiteral("x64"), QStringLiteral("x64")},
        {QStringLiteral("s390x"), QStringLiteral("s390x")},    {QStringLiteral("ppc64le"), QStringLiteral("ppc64le")},
        {QStringLiteral("ppc64el"), QStringLiteral("ppc64le")}};
    const auto arch = text.trimmed().toLower();
    if (!known.contains(arch))
        return blocked(QStringLiteral("Unsupported arch='%1'").arg(arch));
    return known.value(arch);
}

Result<QStringList> parseCharmBases(const QString &text)
{
    static const QRegularExpression comma(QStringLiteral(","));
    const auto names = words(text.toLower(), comma);
    QStringList bases;
    bool wrong = names.isEmpty();
    for (const auto &name : names) {
        const auto release = images::findRelease(name);
        wrong = wrong || !release;
        if (release && !bases.contains(release->codename))
            bases << release->codename;
    }
    if (wrong)
        return blocked(QStringLiteral("Invalid bases: %1")
                           .arg(juju::pythonTuple(names.isEmpty() ? QStringList{QString()} : names)));
    return bases;
}

Result<QString> parseCharmRunnerVersion(const QString &text)
{
    if (text.isEmpty())
        return text;
    static const QRegularExpression number(QStringLiteral("^-?[0-9]{1,9}$"));
    const auto parts = text.split(u'.');
    if (parts.size() != 3)
        return blocked(QStringLiteral("The runner version must be in semantic version format."));
    for (const auto &part : parts)
        if (!number.match(part).hasMatch())
            return blocked(QStringLiteral("The runner version numbers must be an integer."));
    for (const auto &part : parts)
        if (part.startsWith(u'-'))
            return blocked(QStringLiteral("The runner version numbers cannot be negative."));
    return text;
}

Result<QString> parseScriptUrl(const QString &text)
{
    const QUrl url(text);
    if (!text.isEmpty() && (url.scheme().isEmpty() || url.host().isEmpty()))
        return blocked(QStringLiteral("Invalid script URL, must contain scheme and hostname."));
    return text;
}

Result<QMap<QString, Secret>> parseInlineSecrets(const QString &text)
{
    static const QRegularExpression blank(QStringLiteral("\\s+"));
    QMap<QString, Secret> secrets;
    for (const auto &pair : words(text, blank)) {
        const auto key = pair.section(u'=', 0, 0);
        // What stands before no '=' may as well be a value; the old charm showed it, and its alerts know it.
        if (!pair.contains(u'=') || key.isEmpty())
            return blocked(QStringLiteral("Invalid secret <Key>=<Value> pair ['%1']").arg(key));
        secrets.insert(key, Secret(pair.section(u'=', 1)));
    }
    return secrets;
}

Result<void> checkSecretNames(const QMap<QString, Secret> &secrets)
{
    static const QRegularExpression name(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]*$"));
    for (const auto &key : secrets.keys())
        if (!name.match(key).hasMatch())
            return blocked(QStringLiteral("Invalid script secret key '%1': it must be a shell variable's name, of "
                                          "letters, digits and underscores.")
                               .arg(key));
    return {};
}

Result<int> parseCharmNumber(const QJsonObject &options, const char *name, int fallback, int least, int most,
                             const QString &complaint)
{
    const int number = options.value(QLatin1String(name)).toInt(fallback);
    if (number < least || number > most)
        return blocked(complaint);
    return number;
}

Result<QMap<QString, QString>> parseConsumerRegions(const QString &text)
{
    static const QRegularExpression comma(QStringLiteral(","));
    QMap<QString, QString> regions;
    for (const auto &pair : words(text, comma)) {
        const auto cloud = pair.section(u'=', 0, -2).trimmed();
        const auto region = pair.section(u'=', -1).trimmed();
        if (cloud.isEmpty() || region.isEmpty())
            return blocked(QStringLiteral("Invalid consumer-regions: '%1' is not cloud-id=region.").arg(pair));
        regions.insert(cloud, region);
    }
    return regions;
}

QString proxyAddress(const QString &url)
{
    const QUrl parsed(url.contains(u"://") ? url : QStringLiteral("http://") + url);
    if (url.isEmpty() || parsed.host().isEmpty())
        return {};
    const auto host = parsed.host().contains(u':') ? u'[' + parsed.host() + u']' : parsed.host();
    return QStringLiteral("%1:%2").arg(host).arg(parsed.port(parsed.scheme() == u"https" ? 443 : 80));
}

} // namespace imagebuilder::app
