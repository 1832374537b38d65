// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/mirror.h"

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QSaveFile>

namespace imagebuilder::testing {

MirrorFixture::MirrorFixture(const QByteArray &image, const QStringList &archs) : m_archs(archs)
{
    publish(image);
}

void MirrorFixture::publish(const QByteArray &image)
{
    const auto path = m_folder.filePath(QStringLiteral("image"));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(image) != image.size() || !file.commit())
        qFatal("cannot write %s", qPrintable(path));
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QStringLiteral(IMAGEBUILDER_SUPPORT_DIR "/make-mirror"), QStringList{path, folder()} + m_archs);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("make-mirror failed");
}

void MirrorFixture::overwrite(const QString &path, const QByteArray &bytes) const
{
    QSaveFile target(file(path));
    if (!target.open(QIODevice::WriteOnly) || target.write(bytes) != bytes.size() || !target.commit())
        qFatal("cannot write %s", qPrintable(path));
}

HttpAnswer MirrorFixture::answer(const HttpRequest &request) const
{
    QFile source(folder() + QString::fromUtf8(request.target));
    if (!source.open(QIODevice::ReadOnly))
        return {.status = 404};
    HttpAnswer answer{.headers = {{"Accept-Ranges", "bytes"}}, .body = source.readAll()};
    const auto range = request.header("Range"); // "bytes=FIRST-"
    if (!range.startsWith("bytes=") || !range.endsWith('-'))
        return answer;
    const auto first = range.sliced(6).chopped(1).toLongLong();
    const auto size = QByteArray::number(answer.body.size());
    if (first >= answer.body.size())
        return {.status = 416, .headers = {{"Content-Range", "bytes */" + size}}};
    const auto last = QByteArray::number(answer.body.size() - 1);
    answer.status = 206;
    answer.headers.append({"Content-Range", "bytes " + QByteArray::number(first) + '-' + last + '/' + size});
    answer.body = answer.body.sliced(first);
    return answer;
}

} // namespace imagebuilder::testing
