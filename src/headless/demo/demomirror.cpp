// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/demo/demomirror.h"

#include "http/digest.h"

#include <QtCore/QDir>

namespace imagebuilder::headless {

namespace {

constexpr qsizetype imageBytes = 4LL * 1024 * 1024;

/// Starts as a qcow2 of 2 GiB does (magic, version 3, no backing file, clusters of 64 KiB, size); the rest differs by
/// release and is never read by a VM of the simulator.
QByteArray standIn(const images::Release &release)
{
    auto image = QByteArray::fromHex("514649fb"
                                     "00000003"
                                     "0000000000000000"
                                     "00000000"
                                     "00000010"
                                     "0000000080000000") +
                 QByteArray(256, '\0'); // the head's rest: no features, no encryption
    while (image.size() < imageBytes)
        image += release.codename.toUtf8() + " stand-in cloud image ";
    return image;
}

Result<void> writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.flush())
        return {};
    return failure(ErrorKind::Storage, QStringLiteral("cannot write %1: %2").arg(path, file.errorString()));
}

} // namespace

Result<void> makeDemoMirror(const QString &folder, const QList<images::Release> &releases, const images::Arch &arch)
{
    for (const auto &release : releases) {
        const auto current = QStringLiteral("%1/%2/current").arg(folder, release.codename);
        QDir().mkpath(current);
        const auto name = images::upstreamFileName(release, arch);
        const auto image = standIn(release);
        http::Digest digest(http::Digest::Algorithm::Sha256);
        digest.update(image);
        IB_CHECK(writeFile(QStringLiteral("%1/%2").arg(current, name), image));
        IB_CHECK(writeFile(current + QStringLiteral("/SHA256SUMS"), digest.hex() + " *" + name.toUtf8() + '\n'));
    }
    return {};
}

} // namespace imagebuilder::headless
