// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/freshness.h"

#include "app/latestimage.h"
#include "base/taskscope.h"
#include "build/content.h"
#include "build/properties.h"

#include <QtCore/QCryptographicHash>

#include <algorithm>

namespace imagebuilder::app {

using openstack::Image;

namespace {

/// What an image would be made of now.
struct Wanted
{
    QString baseSha256;
    QString userData;
    QString runner; ///< empty: the image brings what it wants
    QString script;
};

Result<Wanted> wantedFrom(const build::Request &request, const Result<QByteArray> &base, const Result<QString> &runner,
                          const Result<QByteArray> &script)
{
    Wanted wanted;
    if (!base)
        return std::unexpected(base.error().withContext(QStringLiteral("the base image's checksum upstream")));
    if (!runner)
        return std::unexpected(runner.error().withContext(QStringLiteral("the newest runner")));
    if (!script)
        return std::unexpected(script.error().withContext(QStringLiteral("the script")));
    IB_TRY(wanted.userData, build::userDataFingerprint(request));
    wanted.baseSha256 = QString::fromLatin1(*base);
    wanted.runner = *runner;
    wanted.script = build::scriptFingerprint(request, *script);
    return wanted;
}

Task<Result<QString>> wantedRunner(Backend &backend, build::Request request, QUrl releases, std::stop_token stop)
{
    if (!request.userData.isEmpty() || !request.runnerVersion.isEmpty())
        co_return QString(request.userData.isEmpty() ? request.runnerVersion : QString());
    IB_CO_TRY(auto *const web, backend.web());
    const auto page = request.content.urls.value(QStringLiteral("runner"), releases);
    co_return co_await latestRunner(*web, page, stop);
}

/// Hex, or empty where there is no script.
Task<Result<QByteArray>> wantedScript(Backend &backend, build::Request request, std::stop_token stop)
{
    if (request.scriptUrl.isEmpty() || !request.scriptSha256.isEmpty())
        co_return QByteArray(request.scriptSha256);
    IB_CO_TRY(auto *const web, backend.web());
    http::Request get;
    get.url = request.scriptUrl;
    get.redirects = 5;
    IB_CO_TRY(const auto answer, co_await web->send(get, stop));
    if (!answer.ok())
        co_return failure(ErrorKind::Unavailable, QStringLiteral("its address answered %1").arg(answer.status));
    co_return QCryptographicHash::hash(answer.body, QCryptographicHash::Sha256).toHex();
}

/// Why this image is not what would be built; empty when it is.
QString difference(const Image &image, const Wanted &wanted)
{
    const auto &properties = image.properties;
    if (properties.value(build::property::sha256) != wanted.baseSha256)
        return QStringLiteral("the base image changed upstream");
    if (properties.value(build::property::userData) != wanted.userData)
        return QStringLiteral("the user-data changed");
    if (properties.value(build::property::script) != wanted.script)
        return QStringLiteral("the script or its secrets' names changed");
    const auto runner = properties.value(build::property::runner);
    if (!wanted.runner.isEmpty() && runner != wanted.runner)
        return QStringLiteral("the runner is %1 and would be %2")
            .arg(runner.isEmpty() ? QStringLiteral("unknown") : runner, wanted.runner);
    return {};
}

QString tooOld(const Image &image, milliseconds maxAge, const QDateTime &now)
{
    const milliseconds age(image.created.msecsTo(now));
    if (maxAge.count() == 0 || age < maxAge)
        return {};
    return QStringLiteral("the image is %1 hours old").arg(std::chrono::duration_cast<std::chrono::hours>(age).count());
}

/// Schedules that run each hour shall not fill the journal with one sentence.
bool saidLately(const QList<store::DecisionRecord> &newestFirst, const store::DecisionRecord &skip,
                const QDateTime &now)
{
    const auto last = std::ranges::find_if(newestFirst, [&skip](const store::DecisionRecord &each) {
        return each.imageName == skip.imageName && each.cloud == skip.cloud &&
               (each.verb == skip.verb || each.verb == u"build");
    });
    return last != newestFirst.end() && last->verb == skip.verb && last->outcome == skip.outcome &&
           last->time.daysTo(now) < 1;
}

Result<void> noteSkips(Backend &backend, const QList<Sifted::Unchanged> &unchanged)
{
    constexpr int enough = 500;
    IB_TRY(auto *const journal, backend.journal());
    IB_TRY(const auto decisions, journal->decisions(enough));
    for (const auto &[order, reason] : unchanged) {
        const store::DecisionRecord skip{.verb = QStringLiteral("skip"),
                                         .who = order.trigger,
                                         .imageName = order.request.imageName,
                                         .build = {},
                                         .cloud = backend.cloudName(order.cloud).value_or(order.cloud),
                                         .imageId = {},
                                         .outcome = reason,
                                         .time = {}};
        if (!saidLately(decisions, skip, backend.clock().now()))
            IB_CHECK(journal->addDecision(skip));
    }
    return {};
}

} // namespace

Task<Freshness> judgeFreshness(Backend &backend, BuildOrder order, FreshnessRule rule, std::stop_token stop)
{
    const auto &request = order.request;
    auto runnerTask = wantedRunner(backend, request, rule.runnerReleases, stop);
    auto scriptTask = wantedScript(backend, request, stop);
    const auto where = request.consumers.isEmpty() ? QStringList{order.cloud} : request.consumers;
    std::vector<Task<Result<std::optional<Image>>>> tasks;
    for (const auto &cloud : where)
        tasks.push_back(latestImage(backend, cloud, request.imageName, Latest::PublishedOrHeld, stop));
    Result<QByteArray> base = failure(ErrorKind::Internal, QString());
    if (const auto source = backend.baseImages())
        base = co_await (*source)->upstreamSha256(request.release, request.arch, stop);
    else
        base = std::unexpected(source.error());
    const auto runner = co_await runnerTask;
    const auto script = co_await scriptTask;
    const auto images = co_await all(std::move(tasks));
    for (qsizetype i = 0; i < where.size(); ++i)
        if (const auto &image = images[static_cast<std::size_t>(i)]; image && !*image)
            co_return Freshness{false, QStringLiteral("cloud %1: there is no image yet").arg(where[i])};
    const auto wanted = wantedFrom(request, base, runner, script);
    if (!wanted)
        co_return Freshness{
            false, QStringLiteral("it cannot be told whether anything changed: %1").arg(wanted.error().message())};
    for (qsizetype i = 0; i < where.size(); ++i) {
        const auto &image = images[static_cast<std::size_t>(i)];
        if (!image)
            co_return Freshness{false, QStringLiteral("cloud %1: %2").arg(where[i], image.error().message())};
        auto why = difference(**image, *wanted);
        if (why.isEmpty())
            why = tooOld(**image, rule.maxAge, backend.clock().now());
        if (!why.isEmpty())
            co_return Freshness{false, QStringLiteral("cloud %1: %2").arg(where[i], why)};
    }
    co_return Freshness{true, QStringLiteral("nothing changed since it was built")};
}

Task<Sifted> siftByFreshness(Backend &backend, QList<BuildOrder> orders, FreshnessRule rule, std::stop_token stop)
{
    std::vector<Task<Freshness>> tasks;
    for (const auto &order : orders)
        tasks.push_back(judgeFreshness(backend, order, rule, stop));
    const auto judged = co_await all(std::move(tasks));
    Sifted sifted;
    for (qsizetype i = 0; i < orders.size(); ++i) {
        const auto &[fresh, reason] = judged[static_cast<std::size_t>(i)];
        auto order = orders[i];
        order.request.reason = reason;
        backend.tell({.step = QStringLiteral("start"),
                      .text = QStringLiteral("%1 %2: %3")
                                  .arg(order.request.imageName,
                                       fresh ? QStringLiteral("stays") : QStringLiteral("is built"), reason)});
        if (fresh)
            sifted.unchanged << Sifted::Unchanged{order, reason};
        else
            sifted.changed << order;
    }
    if (const auto noted = noteSkips(backend, sifted.unchanged); !noted)
        backend.tell(
            {.step = QStringLiteral("start"),
             .kind = build::Event::Kind::Warning,
             .text =
                 QStringLiteral("the journal does not know why nothing is built: %1").arg(noted.error().message())});
    co_return sifted;
}

} // namespace imagebuilder::app
