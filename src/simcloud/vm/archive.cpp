// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/vm/disk.h"

#include <QtCore/QDir>
#include <QtCore/QtEndian>

namespace imagebuilder::simcloud {

namespace {

// A tar block and a header of its size, so that both kinds of archive are whole blocks.
constexpr qint64 blockSize = 512;
constexpr qint64 tarMagicOffset = 257;
constexpr qint64 pieceSize = 1024LL * 1024;

/// As much of a qcow2 header as a cloud looks at: magic, version 3, cluster bits, virtual size.
QByteArray qcow2Header(qint64 virtualSize)
{
    QByteArray header(blockSize, '\0');
    header.replace(0, 4, "QFI\xfb");
    qToBigEndian<quint32>(3, header.data() + 4);
    qToBigEndian<quint32>(16, header.data() + 20);
    qToBigEndian<quint64>(static_cast<quint64>(virtualSize), header.data() + 24);
    return header;
}

/// Where the tar archive begins, or -1.
qint64 tarStart(QFile &file)
{
    const auto head = file.peek(2 * blockSize);
    const qint64 start = head.startsWith("QFI\xfb") ? blockSize : 0;
    return head.mid(start + tarMagicOffset, 5) == "ustar" ? start : -1;
}

Result<void> ended(QProcess &process)
{
    process.waitForFinished(-1);
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return {};
    return failure(ErrorKind::Storage, QStringLiteral("tar of a VM's disk failed: %1")
                                           .arg(QString::fromUtf8(process.readAllStandardError().right(500))));
}

} // namespace

bool holdsDisk(const QString &imageFile)
{
    QFile file(imageFile);
    return file.open(QIODevice::ReadOnly) && tarStart(file) >= 0;
}

Result<void> unpackDisk(const QString &imageFile, const QString &folder)
{
    QFile file(imageFile);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(tarStart(file)) || !QDir().mkpath(folder))
        return failure(ErrorKind::Storage, QStringLiteral("cannot read %1").arg(imageFile));
    QProcess tar;
    if (!startChild(tar, {"tar", "-C", folder, "-xpf", "-"}))
        return failure(ErrorKind::Storage, QStringLiteral("cannot run tar"));
    while (!file.atEnd() && tar.state() == QProcess::Running) {
        tar.write(file.read(pieceSize));
        while (tar.bytesToWrite() > 0 && tar.waitForBytesWritten(-1)) {
        }
    }
    tar.closeWriteChannel();
    return ended(tar);
}

Result<void> packDisk(const QString &folder, const QString &format, qint64 virtualSize, const OnBytes &onBytes)
{
    if (format == QStringLiteral("qcow2"))
        onBytes(qcow2Header(virtualSize));
    QProcess tar;
    if (!startChild(tar, {"tar", "-C", folder, "--sort=name", "--format=gnu", "-cf", "-", "."}))
        return failure(ErrorKind::Storage, QStringLiteral("cannot run tar"));
    tar.setReadChannel(QProcess::StandardOutput);
    while (tar.waitForReadyRead(-1))
        onBytes(tar.readAllStandardOutput());
    return ended(tar);
}

} // namespace imagebuilder::simcloud
