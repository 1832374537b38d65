// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/watcher.h"

#include <algorithm>
#include <list>

namespace imagebuilder::build {

using openstack::Image;
using openstack::Server;
using openstack::Volume;

namespace {

/// Intervals between two rounds when nobody expects anything soon.
constexpr int longPace = 5;
/// Refusals in a row that are believed: a token may have been revoked, and a service may start before its policy.
constexpr int believedRefusals = 3;

/// What a waiter wants to know in each round, and what it was told last.
struct Interest
{
    enum class Kind { Server, Image, Volume, Console };
    Kind kind;
    QString id;
    Watcher::Pace pace;
};

struct Told
{
    bool known = false; ///< at least one round has answered since the waiter came
    std::optional<Server> server;
    std::optional<Image> image;
    std::optional<Volume> volume;
    QByteArray console;
    std::optional<Error> error;
    int failures = 0; ///< rounds in a row that ended with an error

    void answered()
    {
        known = true;
        error.reset();
        failures = 0;
    }
    void failed(const Error &why)
    {
        error = why;
        ++failures;
    }
    /// No later round will do better.
    bool isHopeless() const;
    /// Of the server, image or volume that was asked for.
    QString status() const;
};

struct Waiting
{
    Interest interest;
    Told told;
};

/// Errors that the next round may not meet.
bool mayPass(ErrorKind kind)
{
    return kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout || kind == ErrorKind::RateLimited ||
           kind == ErrorKind::Protocol;
}

bool Told::isHopeless() const
{
    if (!error || mayPass(error->kind()))
        return false;
    return error->kind() != ErrorKind::Auth || failures >= believedRefusals;
}

QString Told::status() const
{
    if (server)
        return server->status;
    if (volume)
        return volume->status;
    return image ? image->status : QStringLiteral("gone");
}

QString kindName(Interest::Kind kind)
{
    if (kind == Interest::Kind::Server)
        return QStringLiteral("server");
    return kind == Interest::Kind::Volume ? QStringLiteral("volume") : QStringLiteral("image");
}

} // namespace

struct Watcher::State
{
    State(openstack::Cloud &cloud_, Clock &clock_, milliseconds interval_)
        : cloud(cloud_), clock(clock_), interval(interval_)
    {
    }

    openstack::Cloud &cloud;
    Clock &clock;
    milliseconds interval;
    std::list<std::shared_ptr<Waiting>> waiting;
    Wakeup roundOver;
    std::stop_source stop;
    bool running = false;

    bool wants(Interest::Kind kind) const
    {
        return std::ranges::any_of(waiting, [kind](const auto &w) { return w->interest.kind == kind; });
    }
    milliseconds pause() const
    {
        const bool soon = std::ranges::any_of(waiting, [](const auto &w) { return w->interest.pace == Pace::Soon; });
        return soon ? interval : longPace * interval;
    }
    void start(const std::shared_ptr<State> &self)
    {
        if (!std::exchange(running, true))
            rounds(self);
    }

    static Task<void> rounds(std::shared_ptr<State> self);
    static Task<void> askServers(std::shared_ptr<State> self);
    static Task<void> askImage(std::shared_ptr<State> self, std::shared_ptr<Waiting> waiter);
    static Task<void> askVolume(std::shared_ptr<State> self, std::shared_ptr<Waiting> waiter);
    static Task<void> askConsole(std::shared_ptr<State> self, std::shared_ptr<Waiting> waiter);
    static Task<Result<void>> next(std::shared_ptr<State> self, std::shared_ptr<Waiting> waiter, Deadline deadline,
                                   std::stop_token stop);
    /// Waits until a waiter was told what is `done`.
    static Task<Result<Told>> until(std::shared_ptr<State> self, Interest interest,
                                    std::function<bool(const Told &)> done, milliseconds timeout, std::stop_token stop);
};

/// A waiter's place in the list, for as long as it waits.
class WatcherPlace
{
public:
    WatcherPlace(std::list<std::shared_ptr<Waiting>> &list, std::shared_ptr<Waiting> waiter)
        : m_list(list), m_waiter(std::move(waiter))
    {
        m_list.push_back(m_waiter);
    }
    ~WatcherPlace() { m_list.remove(m_waiter); }
    WatcherPlace(const WatcherPlace &) = delete;
    WatcherPlace &operator=(const WatcherPlace &) = delete;

private:
    std::list<std::shared_ptr<Waiting>> &m_list;
    std::shared_ptr<Waiting> m_waiter;
};

Task<void> Watcher::State::rounds(std::shared_ptr<State> self)
{
    const auto stop = self->stop.get_token();
    while (!self->waiting.empty() && !stop.stop_requested()) {
        std::vector<Task<void>> asked;
        if (self->wants(Interest::Kind::Server))
            asked.push_back(askServers(self));
        for (const auto &waiter : std::list(self->waiting)) {
            if (waiter->interest.kind == Interest::Kind::Image)
                asked.push_back(askImage(self, waiter));
            else if (waiter->interest.kind == Interest::Kind::Volume)
                asked.push_back(askVolume(self, waiter));
            else if (waiter->interest.kind == Interest::Kind::Console)
                asked.push_back(askConsole(self, waiter));
        }
        for (auto &task : asked)
            co_await task;
        self->roundOver.notify();
        // In slices, so that one who comes in a long pause and expects news soon need not wait for its end.
        for (milliseconds waited(0); waited < self->pause() && !stop.stop_requested(); waited += self->interval)
            (void)co_await self->clock.sleep(self->interval, stop);
    }
    self->running = false;
}

Task<void> Watcher::State::askServers(std::shared_ptr<State> self)
{
    // Who comes while the list is under way must wait for the next one: it may be older than what they did.
    const auto asking = self->waiting;
    const auto servers = co_await self->cloud.compute().servers(self->stop.get_token());
    for (const auto &waiter : asking) {
        if (waiter->interest.kind != Interest::Kind::Server)
            continue;
        if (!servers) {
            waiter->told.failed(servers.error());
            continue;
        }
        const auto found = std::ranges::find(*servers, waiter->interest.id, &Server::id);
        waiter->told.answered();
        waiter->told.server =
            found == servers->end() || found->status == u"DELETED" ? std::nullopt : std::optional(*found);
    }
}

Task<void> Watcher::State::askImage(std::shared_ptr<State> self, std::shared_ptr<Waiting> waiter)
{
    const auto image = co_await self->cloud.images().image(waiter->interest.id, self->stop.get_token());
    auto &told = waiter->told;
    if (!image && image.error().kind() != ErrorKind::NotFound) {
        told.failed(image.error());
        co_return;
    }
    told.answered();
    told.image = image ? std::optional(*image) : std::nullopt;
}

Task<void> Watcher::State::askVolume(std::shared_ptr<State> self, std::shared_ptr<Waiting> waiter)
{
    const auto volume = co_await self->cloud.volumes().volume(waiter->interest.id, self->stop.get_token());
    auto &told = waiter->told;
    if (!volume && volume.error().kind() != ErrorKind::NotFound) {
        told.failed(volume.error());
        co_return;
    }
    told.answered();
    told.volume = volume ? std::optional(*volume) : std::nullopt;
}

Task<void> Watcher::State::askConsole(std::shared_ptr<State> self, std::shared_ptr<Waiting> waiter)
{
    const auto console = co_await self->cloud.compute().consoleLog(waiter->interest.id, self->stop.get_token());
    if (!console) {
        waiter->told.failed(console.error());
        co_return;
    }
    waiter->told.answered();
    waiter->told.console = *console;
}

/// Waits for the next round that told this waiter something.
Task<Result<void>> Watcher::State::next(std::shared_ptr<State> self, std::shared_ptr<Waiting> waiter, Deadline deadline,
                                        std::stop_token stop)
{
    while (true) {
        waiter->told.known = false;
        IB_CO_CHECK(co_await self->roundOver.wait(stop));
        if (waiter->told.known)
            co_return Result<void>{};
        if (waiter->told.isHopeless())
            co_return std::unexpected(*waiter->told.error);
        if (deadline.passed())
            co_return waiter->told.error
                ? std::unexpected(waiter->told.error->withContext(QStringLiteral("waiting past the deadline")))
                : Result<void>{};
    }
}

Task<Result<Told>> Watcher::State::until(std::shared_ptr<State> self, Interest interest,
                                         std::function<bool(const Told &)> done, milliseconds timeout,
                                         std::stop_token stop)
{
    const Deadline deadline(self->clock, timeout);
    auto waiter = std::make_shared<Waiting>(interest, Told{});
    const WatcherPlace place(self->waiting, waiter);
    self->start(self);
    while (true) {
        IB_CO_CHECK(co_await next(self, waiter, deadline, stop));
        if (waiter->told.known && done(waiter->told))
            co_return Told(waiter->told);
        if (deadline.passed())
            co_return failure(ErrorKind::Timeout,
                              QStringLiteral("%1 %2 is %3 on cloud %4 after %5 s")
                                  .arg(kindName(interest.kind), interest.id, waiter->told.status(), self->cloud.name())
                                  .arg(timeout.count() / 1000));
    }
}

Watcher::Watcher(openstack::Cloud &cloud, Clock &clock, milliseconds interval)
    : m_state(std::make_shared<State>(cloud, clock, std::max(interval, milliseconds(1))))
{
}

Watcher::~Watcher()
{
    m_state->stop.request_stop();
}

Task<Result<std::optional<Server>>> Watcher::server(QString id, std::function<bool(const std::optional<Server> &)> done,
                                                    milliseconds timeout, Pace pace, std::stop_token stop)
{
    const Interest interest{Interest::Kind::Server, std::move(id), pace};
    const std::function isDone = [done = std::move(done)](const Told &told) {
        return done(told.server);
    };
    IB_CO_TRY(const auto told, co_await State::until(m_state, interest, isDone, timeout, stop));
    co_return std::optional(told.server);
}

Task<Result<std::optional<Image>>> Watcher::image(QString id, std::function<bool(const std::optional<Image> &)> done,
                                                  milliseconds timeout, Pace pace, std::stop_token stop)
{
    const Interest interest{Interest::Kind::Image, std::move(id), pace};
    const std::function isDone = [done = std::move(done)](const Told &told) {
        return done(told.image);
    };
    IB_CO_TRY(const auto told, co_await State::until(m_state, interest, isDone, timeout, stop));
    co_return std::optional(told.image);
}

Task<Result<std::optional<Volume>>> Watcher::volume(QString id, std::function<bool(const std::optional<Volume> &)> done,
                                                    milliseconds timeout, Pace pace, std::stop_token stop)
{
    const Interest interest{Interest::Kind::Volume, std::move(id), pace};
    const std::function isDone = [done = std::move(done)](const Told &told) {
        return done(told.volume);
    };
    IB_CO_TRY(const auto told, co_await State::until(m_state, interest, isDone, timeout, stop));
    co_return std::optional(told.volume);
}

Task<Result<void>> Watcher::console(QString serverId, std::function<bool(const QByteArray &)> take,
                                    milliseconds timeout, Pace pace, std::stop_token stop)
{
    const auto state = m_state;
    const Deadline deadline(state->clock, timeout);
    auto waiter = std::make_shared<Waiting>(Interest{Interest::Kind::Console, serverId, pace}, Told{});
    const WatcherPlace place(state->waiting, waiter);
    state->start(state);
    QByteArray last;
    while (true) {
        IB_CO_CHECK(co_await State::next(state, waiter, deadline, stop));
        const auto console = waiter->told.console;
        if (console != last && take(console))
            co_return Result<void>{};
        last = console;
        if (deadline.passed())
            co_return failure(ErrorKind::Timeout, QStringLiteral("the console of server %1 on cloud %2 did not show "
                                                                 "what was waited for within %3 s")
                                                      .arg(serverId, state->cloud.name())
                                                      .arg(timeout.count() / 1000));
    }
}

} // namespace imagebuilder::build
