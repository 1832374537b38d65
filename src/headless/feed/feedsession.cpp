// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/feed/feedsession.h"

#include "app/showbuild.h"
#include "base/json.h"
#include "build/timelimit.h"
#include "headless/feed/feedjson.h"

#include <unistd.h>

namespace imagebuilder::headless {

namespace {

constexpr milliseconds betweenLooks = milliseconds(500);
constexpr std::size_t mostPending = 8;
constexpr qint64 usualLogPart = 64LL * 1024;
constexpr qint64 mostLogPart = 1024LL * 1024;

} // namespace

FeedSession::FeedSession(app::Backend &backend, app::FeedOptions options, QStringList common, milliseconds checkEvery)
    : m_backend(backend), m_feed(backend, options), m_common(std::move(common)), m_checkEvery(checkEvery),
      m_checked(backend.clock().monotonic()), m_outlet(STDOUT_FILENO, m_changed),
      m_inlet(STDIN_FILENO, [this](const QByteArray &line) { take(line); })
{
}

Task<Result<void>> FeedSession::run(std::stop_token stop)
{
    say(helloLine());
    while (!m_outlet.gone() && !stop.stop_requested()) {
        answerEnded();
        checkWhenDue();
        // Only who has read everything gets more: what is not read yet stays where it is, in journal and logs.
        if (m_outlet.waiting() == 0) {
            IB_CO_TRY(const auto events, m_feed.next());
            for (const auto &event : events)
                say(lineOf(event));
        }
        if (m_outlet.waiting() == 0 && m_feed.hasMore())
            continue;
        const build::TimeLimit limit(m_backend.clock(), betweenLooks, stop);
        (void)co_await m_changed.wait(limit.token());
    }
    co_return Result<void>{};
}

void FeedSession::take(const QByteArray &line)
{
    QString id;
    const auto request = readRequest(line, id);
    const auto begun = request ? carryOut(*request) : Result<void>(std::unexpected(request.error()));
    if (!begun)
        say(refusedLine(id, begun.error()));
}

Result<void> FeedSession::carryOut(const FeedRequest &request)
{
    if (request.arguments.isEmpty()) {
        IB_TRY(const auto part, logPart(request));
        say(doneLine(request.id, request.verb, 0, part));
        return {};
    }
    if (m_pending.size() >= mostPending)
        return failure(ErrorKind::Conflict,
                       QStringLiteral("%1 requests are under way; wait for one of their answers").arg(mostPending));
    IB_TRY(auto errand, Errand::start(m_common + request.arguments, request.who, [this] { m_changed.notify(); }));
    m_pending.push_back({request, std::move(errand)});
    say(acceptedLine(request.id, request.verb));
    return {};
}

Result<QJsonObject> FeedSession::logPart(const FeedRequest &request) const
{
    IB_TRY(const auto view, app::findBuild(m_backend, request.fields.value(u"build").toString()));
    const auto most = std::clamp(request.fields.value(u"bytes").toInteger(usualLogPart), qint64(1), mostLogPart);
    const auto path = app::BuildLogs::path(m_backend.settings().folders.log, view.record.id);
    const auto lines = app::logBefore(path, request.fields.value(u"before").toInteger(), most);
    QJsonArray list;
    for (const auto &line : lines)
        list.append(QString::fromUtf8(line.text));
    const auto start = lines.isEmpty() ? 0 : lines.first().end - lines.first().text.size() - 1;
    return QJsonObject{{"build", view.record.id}, {"start", start}, {"lines", list}};
}

void FeedSession::answerEnded()
{
    for (auto pending = m_pending.begin(); pending != m_pending.end();) {
        if (!pending->errand->ended()) {
            ++pending;
            continue;
        }
        const auto &[request, errand] = *pending;
        const auto result = parseJsonObject(errand->output().trimmed(), QStringLiteral("the command's answer"));
        if (!request.id.isEmpty())
            say(doneLine(request.id, request.verb, errand->exitCode(), result.value_or(QJsonObject())));
        pending = m_pending.erase(pending);
    }
}

void FeedSession::checkWhenDue()
{
    const auto now = m_backend.clock().monotonic();
    if (m_checkEvery <= milliseconds(0) || now - m_checked < m_checkEvery || m_pending.size() >= mostPending)
        return;
    m_checked = now;
    // What it finds and does stands in the journal, and is told from there.
    if (auto errand =
            Errand::start(m_common + QStringList{QStringLiteral("check")}, {}, [this] { m_changed.notify(); }))
        m_pending.push_back({FeedRequest{}, *std::move(errand)});
}

void FeedSession::say(const QJsonObject &line)
{
    m_outlet.add(compactJson(line));
}

} // namespace imagebuilder::headless
