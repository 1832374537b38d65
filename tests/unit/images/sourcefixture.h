// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "images/baseimagesource.h"
#include "support/fakeclock.h"
#include "support/mirror.h"

#include <QtCore/QDir>

namespace imagebuilder::testing {

/// A network without anybody in it.
class SilentTransport final : public http::Transport
{
public:
    [[nodiscard]] Task<Result<http::Response>> send(http::Request, std::stop_token) override { return silence(); }
    [[nodiscard]] Task<Result<http::Response>> download(http::Request, std::shared_ptr<http::BodySink>,
                                                        std::stop_token) override
    {
        return silence();
    }
    [[nodiscard]] Task<Result<http::Response>> upload(http::Request, std::shared_ptr<http::BodySource>, qint64,
                                                      std::stop_token) override
    {
        return silence();
    }

private:
    static Task<Result<http::Response>> silence()
    {
        co_return failure(ErrorKind::Unavailable, QStringLiteral("nobody answers"));
    }
};

/// A mirror, an empty cache, and fetches of noble for x64 between them.
struct SourceFixture
{
    SourceFixture()
    {
        clock.setAutoAdvance(true);
        options.mirror = QUrl::fromLocalFile(mirror.folder());
        options.keyring = mirror.keyring();
        options.cacheFolder = cache();
    }

    /// Some bytes that differ by `seed`, a few pieces long.
    static QByteArray image(char seed)
    {
        QByteArray bytes(3000000, seed);
        for (qsizetype i = 0; i < bytes.size(); i += 1000)
            bytes[i] = static_cast<char>(i / 1000);
        return bytes;
    }

    Task<Result<images::BaseImageFile>>
    start(http::Transport &transport, std::function<void(qint64, qint64)> progress = {}, std::stop_token stop = {})
    {
        images::BaseImageSource source(options, transport, *time);
        co_return co_await source.fetch(release, arch, std::move(progress), std::move(stop));
    }
    Result<images::BaseImageFile> fetch(std::function<void(qint64, qint64)> progress = {}, std::stop_token stop = {})
    {
        return QCoro::waitFor(start(silent, std::move(progress), std::move(stop)));
    }

    QString cache() const { return m_folder.filePath(QStringLiteral("cache")); }
    /// Names of the files in the cache that end so.
    QStringList cached(const QString &suffix) const
    {
        return QDir(cache()).entryList({QStringLiteral("*.") + suffix}, QDir::Files);
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    const QString imagePath = QStringLiteral("noble/current/noble-server-cloudimg-amd64.img");
    MirrorFixture mirror{image('a')};
    FakeClock clock;
    SystemClock systemClock;
    Clock *time = &clock; ///< the system's where tasks wait for each other
    SilentTransport silent;
    images::SourceOptions options;
    images::Release release = *images::findRelease(QStringLiteral("noble"));
    images::Arch arch = *images::findArch(QStringLiteral("x64"));

private:
    QTemporaryDir m_folder;
};

} // namespace imagebuilder::testing
