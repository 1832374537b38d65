// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/contentmirrors.h"

namespace imagebuilder::build {

namespace {

Result<bool> onOrOff(const QString &name, const QString &text)
{
    if (text == u"on" || text == u"true")
        return true;
    if (text == u"off" || text == u"false")
        return false;
    return failure(ErrorKind::Usage, QStringLiteral("%1 is '%2', and not on or off").arg(name, text));
}

} // namespace

const QMap<QString, QString> &ContentMirrors::sources()
{
    static const QMap<QString, QString> all{
        {QStringLiteral("runner"), QStringLiteral("the releases of canonical/github-actions-runner")},
        {QStringLiteral("apt"), QStringLiteral("Ubuntu's archive")},
        {QStringLiteral("ports"), QStringLiteral("Ubuntu's archive of the other architectures")},
        {QStringLiteral("npm"), QStringLiteral("an npm registry")},
        {QStringLiteral("go"), QStringLiteral("a Go module proxy")},
        {QStringLiteral("yq"), QStringLiteral("yq's Git repository")},
    };
    return all;
}

QJsonObject ContentMirrors::toJson() const
{
    QJsonObject json;
    for (const auto &[name, url] : urls.asKeyValueRange())
        json.insert(name, url.toString(QUrl::FullyEncoded));
    if (!snaps)
        json.insert(QStringLiteral("snaps"), QStringLiteral("off"));
    if (!ppa)
        json.insert(QStringLiteral("ppa"), QStringLiteral("off"));
    return json;
}

Result<void> takeContentMirror(ContentMirrors &mirrors, const QString &name, const QString &value)
{
    if (name == u"snaps" || name == u"ppa") {
        IB_TRY((name == u"snaps" ? mirrors.snaps : mirrors.ppa), onOrOff(name, value));
        return {};
    }
    if (!ContentMirrors::sources().contains(name))
        return failure(ErrorKind::Usage, QStringLiteral("'%1' is no content that has a mirror: %2, snaps, ppa")
                                             .arg(name, ContentMirrors::sources().keys().join(QStringLiteral(", "))));
    const QUrl url(value, QUrl::StrictMode);
    const bool isWeb = url.scheme() == u"http" || url.scheme() == u"https";
    if (!url.isValid() || !isWeb || url.host().isEmpty())
        return failure(
            ErrorKind::Usage,
            QStringLiteral("%1 wants the address of %2, http or https").arg(name, ContentMirrors::sources()[name]));
    // It stands in the VM's user-data and in the journal.
    if (!url.userInfo().isEmpty())
        return failure(ErrorKind::Usage, QStringLiteral("%1 is an address with a user in it, which others would see; "
                                                        "let the mirror answer without one")
                                             .arg(name));
    mirrors.urls.insert(name, url);
    return {};
}

QStringList leftOut(const ContentMirrors &mirrors, const QString &base, const QString &arch)
{
    QStringList names;
    if (!mirrors.snaps)
        names << QStringLiteral("aproxy") << QStringLiteral("opentelemetry-collector") << QStringLiteral("yq");
    if (!mirrors.ppa && base == u"focal")
        names << QStringLiteral("gh");
    if (!mirrors.ppa && base == u"resolute")
        names << QStringLiteral("ppa:dotnet/backports");
    if (!mirrors.ppa && base == u"resolute" && (arch == u"s390x" || arch == u"ppc64le"))
        names << QStringLiteral("dotnet-runtime-8.0");
    return names;
}

} // namespace imagebuilder::build
