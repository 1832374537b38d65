// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/remote.h"

#include "base/backoff.h"

#include <algorithm>

namespace imagebuilder::build {

namespace {

ssh::Target targetAt(const Site &site, const Progress &build, const QString &address)
{
    return {.user = site.options.sshUser,
            .address = address,
            .port = site.options.sshPort,
            .privateKey = site.key.privateKey,
            .knownHosts = build.knownHosts};
}

Task<QString> novasWord(Site &site, QString serverId, std::stop_token stop)
{
    const auto server = co_await site.cloud.compute().server(serverId, stop);
    if (!server)
        co_return server.error().text();
    co_return server->fault.isEmpty() ? server->status : QStringLiteral("%1, %2").arg(server->status, server->fault);
}

QString eachAnswer(const QMap<QString, QString> &answers)
{
    QStringList lines;
    for (const auto &[address, answer] : answers.asKeyValueRange())
        lines << QStringLiteral("%1: %2").arg(address, answer);
    return lines.isEmpty() ? QStringLiteral("it has no address") : lines.join(u"; ");
}

/// What to look at; ssh tells a changed host key by words alone.
QString advice(const QMap<QString, QString> &answers)
{
    const bool changed = std::ranges::any_of(
        answers, [](const QString &answer) { return answer.contains(u"Host key verification failed"); });
    return changed ? QStringLiteral("The host key there is not the one that the console showed: another machine has "
                                    "the address, or somebody stands in between")
                   : QStringLiteral("Check the network, the security group and the SSH user");
}

} // namespace

Task<Result<ssh::Target>> reachServer(Site &site, ProgressPtr build, milliseconds deadline, std::stop_token stop)
{
    const Deadline end(site.clock, deadline);
    Backoff backoff(seconds(1), seconds(5));
    QMap<QString, QString> answers;
    while (true) {
        const auto addresses = build->addresses;
        for (const auto &address : addresses) {
            const auto target = targetAt(site, *build, address);
            const ssh::Command probe{.line = QStringLiteral("true"), .timeout = seconds(20)};
            const auto reached = co_await ssh::run(target, probe, stop);
            if (reached) {
                build->addresses.removeOne(address);
                build->addresses.prepend(address);
                co_return target;
            }
            const auto kind = reached.error().kind();
            if (kind == ErrorKind::Cancelled || kind == ErrorKind::Config) // there is no ssh program
                co_return std::unexpected(reached.error());
            answers.insert(address, reached.error().text());
        }
        if (end.passed()) {
            const auto state = co_await novasWord(site, build->serverId, stop);
            co_return failure(ErrorKind::Ssh,
                              QStringLiteral("no login to server %1 of cloud %2 as %3, port %4, within %5 s: %6. Nova "
                                             "says: %7. %8")
                                  .arg(build->serverId, site.cloud.name(), site.options.sshUser)
                                  .arg(site.options.sshPort)
                                  .arg(deadline.count() / 1000)
                                  .arg(eachAnswer(answers), state, advice(answers)));
        }
        const auto pause = backoff.next();
        IB_CO_CHECK(co_await site.clock.sleep(pause, stop));
    }
}

Task<Result<ssh::Outcome>> runInServer(Site &site, ProgressPtr build, ssh::Command command,
                                       milliseconds connectDeadline, std::stop_token stop)
{
    IB_CO_TRY(const auto target, co_await reachServer(site, build, connectDeadline, stop));
    co_return co_await ssh::run(target, command, stop);
}

} // namespace imagebuilder::build
