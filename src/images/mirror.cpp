// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/mirror.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>

namespace imagebuilder::images {

namespace {

constexpr qint64 largestText = 1024LL * 1024;
constexpr qint64 localPiece = 1024LL * 1024;
constexpr int followedRedirects = 5;

std::unexpected<Error> cannotRead(const QFile &file)
{
    const bool missing = !file.exists();
    return failure(missing ? ErrorKind::NotFound : ErrorKind::Storage,
                   QStringLiteral("cannot read %1 of the mirror folder: %2").arg(file.fileName(), file.errorString()));
}

http::Request requestFor(const QUrl &url)
{
    http::Request request{.url = url};
    request.redirects = followedRedirects;
    return request;
}

/// Anything but success as an error that names the address.
Result<void> checked(const http::Response &response, const QUrl &url)
{
    if (response.ok())
        return {};
    const auto kind = response.status == 404   ? ErrorKind::NotFound
                      : response.status >= 500 ? ErrorKind::Unavailable
                      : response.status == 429 ? ErrorKind::RateLimited
                                               : ErrorKind::Protocol;
    return failure(
        Error(kind,
              QStringLiteral("the image mirror answers HTTP %1 for %2; check mirror, release, architecture and date")
                  .arg(response.status)
                  .arg(url.toDisplayString()))
            .withHttpStatus(response.status));
}

} // namespace

QUrl Mirror::below(const QString &path) const
{
    auto url = m_base;
    auto start = url.path();
    if (!start.endsWith(u'/'))
        start += u'/';
    url.setPath(start + path);
    return url;
}

Task<Result<QByteArray>> Mirror::text(QString path, std::stop_token stop)
{
    const auto url = below(path);
    if (url.isLocalFile()) {
        QFile file(url.toLocalFile());
        if (!file.open(QIODevice::ReadOnly))
            co_return cannotRead(file);
        co_return file.read(largestText);
    }
    auto request = requestFor(url);
    request.maxBody = largestText;
    IB_CO_TRY(const auto response, co_await m_transport.send(request, stop));
    IB_CO_CHECK(checked(response, url));
    co_return response.body;
}

Task<QStringList> Mirror::folders(QString path, std::stop_token stop)
{
    const auto url = below(path);
    if (url.isLocalFile())
        co_return QDir(url.toLocalFile()).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    const auto page = co_await text(path, stop);
    static const QRegularExpression link(QStringLiteral("href=\"([^\"/?]+)/\""));
    QStringList names;
    for (const auto &match : link.globalMatch(QString::fromUtf8(page.value_or(QByteArray()))))
        names << match.captured(1);
    co_return names;
}

Task<Result<Mirror::Size>> Mirror::size(QString path, std::stop_token stop)
{
    const auto url = below(path);
    if (url.isLocalFile()) {
        const QFileInfo file(url.toLocalFile());
        if (!file.isFile())
            co_return cannotRead(QFile(url.toLocalFile()));
        co_return Size{.bytes = file.size(), .resumable = true};
    }
    auto request = requestFor(url);
    request.method = QByteArrayLiteral("HEAD");
    IB_CO_TRY(const auto response, co_await m_transport.send(request, stop));
    IB_CO_CHECK(checked(response, url));
    Size size{.resumable = response.header("Accept-Ranges") == "bytes"};
    bool isNumber = false;
    const auto bytes = response.header("Content-Length").toLongLong(&isNumber);
    if (isNumber && bytes > 0)
        size.bytes = bytes;
    co_return size;
}

Task<Result<void>> Mirror::stream(QString path, qint64 offset, std::shared_ptr<http::BodySink> sink,
                                  std::stop_token stop)
{
    const auto url = below(path);
    if (url.isLocalFile())
        co_return co_await streamLocal(url.toLocalFile(), offset, sink, stop);
    auto request = requestFor(url);
    if (offset > 0)
        request.headers.append({QByteArrayLiteral("Range"), "bytes=" + QByteArray::number(offset) + '-'});
    IB_CO_TRY(const auto response, co_await m_transport.download(request, sink, stop));
    co_return checked(response, url);
}

Task<Result<void>> Mirror::streamLocal(QString name, qint64 offset, std::shared_ptr<http::BodySink> sink,
                                       std::stop_token stop)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(offset))
        co_return cannotRead(file);
    while (true) {
        const auto piece = file.read(localPiece);
        if (piece.isEmpty())
            break;
        IB_CO_CHECK(co_await sink->write(piece, stop));
        IB_CO_CHECK(co_await m_clock.sleep(milliseconds(0), stop)); // the event loop's turn
    }
    if (file.error() != QFileDevice::NoError)
        co_return cannotRead(file);
    co_return Result<void>{};
}

} // namespace imagebuilder::images
