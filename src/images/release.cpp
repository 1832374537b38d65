// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/release.h"

namespace imagebuilder::images {

namespace {

std::unexpected<Error> unknown(const QString &what, const QString &text, const QStringList &known)
{
    return failure(
        ErrorKind::Config,
        QStringLiteral("there is no %1 \"%2\"; known are %3").arg(what, text, known.join(QStringLiteral(", "))));
}

bool same(const QString &one, const QString &other)
{
    return one.compare(other, Qt::CaseInsensitive) == 0;
}

} // namespace

const QList<Release> &releases()
{
    static const QList<Release> all{
        {QStringLiteral("focal"), QStringLiteral("20.04")},
        {QStringLiteral("jammy"), QStringLiteral("22.04")},
        {QStringLiteral("noble"), QStringLiteral("24.04")},
        {QStringLiteral("resolute"), QStringLiteral("26.04")},
    };
    return all;
}

Result<Release> findRelease(const QString &text)
{
    QStringList known;
    for (const auto &release : releases()) {
        if (same(release.codename, text.trimmed()) || release.version == text.trimmed())
            return release;
        known << QStringLiteral("%1 (%2)").arg(release.codename, release.version);
    }
    return unknown(QStringLiteral("base"), text, known);
}

const QList<Arch> &archs()
{
    // armhf runners live in arm64 images, with armhf packages added (CONTRACT).
    static const QList<Arch> all{
        {QStringLiteral("x64"), QStringLiteral("x86_64"), QStringLiteral("amd64")},
        {QStringLiteral("arm64"), QStringLiteral("aarch64"), QStringLiteral("arm64")},
        {QStringLiteral("s390x"), QStringLiteral("s390x"), QStringLiteral("s390x")},
        {QStringLiteral("ppc64le"), QStringLiteral("ppc64le"), QStringLiteral("ppc64el")},
        {QStringLiteral("arm"), QStringLiteral("aarch64"), QStringLiteral("arm64")},
    };
    return all;
}

Result<Arch> findArch(const QString &text)
{
    QStringList known;
    for (const auto &arch : archs()) {
        if (same(arch.name, text.trimmed()))
            return arch;
        known << arch.name;
    }
    return unknown(QStringLiteral("architecture"), text, known);
}

QString baseImageName(const QString &prefix, const Release &release, const Arch &arch)
{
    return QStringLiteral("%1-image-builder-base-%2-%3").arg(prefix, release.codename, arch.name);
}

QString builderServerName(const QString &prefix, const Release &release, const Arch &arch)
{
    return QStringLiteral("%1-image-builder-%2-%3").arg(prefix, release.codename, arch.name);
}

QString builtImageName(const QString &prefix, const Release &release, const Arch &arch)
{
    return QStringLiteral("%1-%2-%3").arg(prefix, release.codename, arch.name);
}

QString keyPairName(const QString &prefix)
{
    return prefix + QStringLiteral("-image-builder-ssh-key");
}

QString upstreamFileName(const Release &release, const Arch &arch)
{
    return QStringLiteral("%1-server-cloudimg-%2.img").arg(release.codename, arch.ubuntu);
}

} // namespace imagebuilder::images
