// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/request.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonArray>

namespace imagebuilder::build {

QStringList Request::clouds() const
{
    auto all = consumers;
    if (!distribution.hub.isEmpty() && !all.contains(distribution.hub))
        all << distribution.hub;
    return all;
}

QByteArray Request::runnerDigest() const
{
    return runnerSha256.value(arch.name, runnerSha256.value(QString()));
}

QStringList Request::leftOut() const
{
    return userData.isEmpty() ? build::leftOut(content, release.codename, arch.name) : QStringList();
}

QJsonObject Request::toJson() const
{
    QJsonObject json{
        {"image", imageName},
        {"base", release.codename},
        {"arch", arch.name},
        {"prefix", prefix},
        {"flavor", flavor},
        {"network", network},
        {"runner", runnerVersion},
        {"proxy", proxy},
        {"keep", keep},
        {"consumers", QJsonArray::fromStringList(consumers)},
    };
    // The URL may hold a token in its query; its digest is enough to tell requests apart.
    const auto digest = [](const QByteArray &bytes) {
        return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
    };
    if (!scriptUrl.isEmpty())
        json.insert("script", digest(scriptUrl.toEncoded()));
    if (!scriptSha256.isEmpty())
        json.insert("script-sha256", QString::fromLatin1(scriptSha256));
    if (!scriptSecrets.isEmpty())
        json.insert("script-secrets", QJsonArray::fromStringList(scriptSecrets.keys()));
    if (publishing.hold)
        json.insert("publish", QStringLiteral("hold"));
    if (!publishing.canary.isEmpty()) {
        json.insert("canary", publishing.canary);
        json.insert("canary-minutes", qint64{publishing.canaryTime.count() / 60'000});
    }
    if (!userData.isEmpty())
        json.insert("user-data", digest(userData));
    // What most builds leave out is left out here, so that a build of an older version is still known.
    if (!availabilityZone.isEmpty())
        json.insert("availability-zone", availabilityZone);
    if (!volumeType.isEmpty())
        json.insert("volume-type", volumeType);
    if (volumeGiB != 0)
        json.insert("volume-gib", volumeGiB);
    if (ipVersion != 0)
        json.insert("ip-version", ipVersion);
    if (!runnerDigest().isEmpty())
        json.insert("runner-sha256", QString::fromLatin1(runnerDigest()));
    if (const auto mirrors = content.toJson(); !mirrors.isEmpty())
        json.insert("content-mirrors", mirrors);
    if (!floatingNetwork.isEmpty())
        json.insert("floating-network", floatingNetwork);
    if (const auto how = distribution.toJson(); !how.isEmpty())
        json.insert("distribution", how);
    if (const auto wanted = labels.toJson(); !wanted.isEmpty())
        json.insert("labels", wanted);
    if (keepAge.count() > 0) // as the option takes it, which knows no less than minutes
        json.insert("keep-age", QStringLiteral("%1m").arg(keepAge.count() / 60));
    if (verify)
        json.insert("verify", true);
    if (!verifyScript.isEmpty())
        json.insert("verify-script", digest(verifyScript));
    return json;
}

} // namespace imagebuilder::build
