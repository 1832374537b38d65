// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/runner/releasefeed.h"

#include "base/json.h"
#include "build/timelimit.h"

#include <QtCore/QFile>
#include <QtCore/QSaveFile>

namespace imagebuilder::app {

namespace {

constexpr qint64 askAgainSeconds = 3600;
constexpr milliseconds feedPatience = seconds(10);

QString feedFile(Backend &backend, const QString &name)
{
    return QStringLiteral("%1/releases-%2.json").arg(backend.settings().folders.state, name);
}

/// Nothing known where the file is missing, unreadable or of another source.
KnownReleases readFeed(const QString &path, const QUrl &source)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto json = parseJsonObject(file.readAll(), path);
    if (!json || json->value("source").toString() != source.toString())
        return {};
    return {releasesFrom(json->value("releases").toArray()),
            QDateTime::fromString(json->value("asked").toString(), Qt::ISODate), json->value("problem").toString()};
}

/// A reader who may not write the state folder asks each time; that is no error.
void writeFeed(const QString &path, const QUrl &source, const KnownReleases &known)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.write(compactJson({{"source", source.toString()},
                            {"asked", known.asked.toUTC().toString(Qt::ISODate)},
                            {"problem", known.problem},
                            {"releases", toJson(known.releases)}}));
    file.commit();
}

Task<Result<QList<RunnerRelease>>> askSource(Backend &backend, QUrl source, std::stop_token stop)
{
    IB_CO_TRY(auto *const web, backend.web());
    http::Request get;
    get.url = source;
    get.headers = {{"Accept", "application/vnd.github+json"}, {"User-Agent", "imagebuilder"}};
    get.redirects = 3;
    get.repeatable = false; // one request an hour, whatever comes of it
    const build::TimeLimit limit(backend.clock(), feedPatience, stop);
    const auto answer = co_await web->send(get, limit.token());
    if (!answer)
        co_return std::unexpected(limit.explained(answer.error(), QStringLiteral("asking for releases")));
    if (!answer->ok())
        co_return failure(ErrorKind::Unavailable,
                          QStringLiteral("%1 answered %2").arg(source.toDisplayString()).arg(answer->status));
    co_return parseReleases(answer->body);
}

} // namespace

Task<KnownReleases> knownReleases(Backend &backend, QString name, QUrl source, std::stop_token stop)
{
    const auto path = feedFile(backend, name);
    const auto now = backend.clock().now();
    auto known = readFeed(path, source);
    const auto age = known.asked.secsTo(now);
    if (known.asked.isValid() && age >= 0 && age < askAgainSeconds)
        co_return known;
    const auto answer = co_await askSource(backend, source, stop);
    known.asked = now;
    known.problem = answer ? QString() : answer.error().message();
    if (answer)
        known.releases = *answer;
    if (!stop.stop_requested())
        writeFeed(path, source, known);
    co_return known;
}

} // namespace imagebuilder::app
