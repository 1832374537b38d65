// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/survey.h"

#include "base/taskscope.h"
#include "build/copy.h"
#include "build/timelimit.h"

namespace imagebuilder::build {

using openstack::Image;

namespace {

using Copy = Result<std::optional<QString>>;

Task<Copy> findCopyInTime(Site &site, ProgressPtr build, Destination destination, Image snapshot, milliseconds patience,
                          std::stop_token stop)
{
    const TimeLimit limit(site.clock, patience, stop);
    auto copy = co_await findCopy(site, build, destination, snapshot, limit.token());
    if (!copy)
        copy = failure(limit.explained(
            copy.error(), QStringLiteral("asking cloud %1 for its images").arg(destination.cloud->name())));
    co_return copy;
}

void addError(Survey &survey, const QString &consumer, const Error &error)
{
    (mayPass(error) ? survey.silent : survey.refused).insert(consumer, error);
}

} // namespace

bool mayPass(const Error &error)
{
    switch (error.kind()) {
    case ErrorKind::Unavailable:
    case ErrorKind::Timeout:
    case ErrorKind::RateLimited:
    case ErrorKind::Protocol:
    case ErrorKind::Conflict:
    case ErrorKind::NotFound:
        return true;
    default:
        return false;
    }
}

Task<Survey> survey(Site &site, ProgressPtr build, QStringList consumers, Destination own, Image snapshot,
                    milliseconds patience, std::stop_token stop)
{
    Survey survey;
    const auto found = co_await findDestinations(site, consumers, patience, stop);
    for (const auto &[consumer, error] : found.failed.asKeyValueRange())
        addError(survey, consumer, error);
    QList<Destination> asked;
    std::vector<Task<Copy>> asking;
    for (const auto &destination : found.list) {
        if (sameProject(destination, own)) {
            for (const auto &consumer : destination.consumers)
                survey.served.insert(consumer, snapshot.id);
            continue;
        }
        asked << destination;
        asking.push_back(findCopyInTime(site, build, destination, snapshot, patience, stop));
    }
    const auto copies = co_await all(std::move(asking));
    for (qsizetype i = 0; i < asked.size(); ++i) {
        const auto &copy = copies.at(static_cast<std::size_t>(i));
        if (copy && !*copy)
            survey.open << asked.at(i);
        for (const auto &consumer : asked.at(i).consumers) {
            if (!copy)
                addError(survey, consumer, copy.error());
            else if (*copy)
                survey.served.insert(consumer, **copy);
        }
    }
    co_return survey;
}

} // namespace imagebuilder::build
