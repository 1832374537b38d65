// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/projectlook.h"

#include "base/taskscope.h"
#include "build/timelimit.h"

#include <algorithm>

namespace imagebuilder::app {

namespace {

constexpr milliseconds lookPatience = seconds(30);

Task<Result<ProjectLook>> lookAt(openstack::Cloud &cloud, std::stop_token stop)
{
    ProjectLook look{.cloud = cloud.name()};
    IB_CO_TRY(const auto glance, co_await cloud.session().endpoint(QStringLiteral("image"), stop));
    look.glance = glance.toString(QUrl::StripTrailingSlash);
    IB_CO_TRY(look.projectId, co_await cloud.session().projectId(stop));
    const openstack::ImageFilter owned{.owner = look.projectId};
    IB_CO_TRY(look.images, co_await cloud.images().images(owned, stop));
    co_return look;
}

Task<Result<ProjectLook>> lookInTime(Backend &backend, QString name, std::stop_token stop)
{
    IB_CO_TRY(auto *const cloud, backend.cloud(name));
    const build::TimeLimit limit(backend.clock(), lookPatience, stop);
    auto look = co_await lookAt(*cloud, limit.token());
    if (!look)
        co_return failure(limit.explained(look.error(), QStringLiteral("asking cloud %1 for its images").arg(name)));
    co_return look;
}

/// Several clouds may log in to one project.
ProjectLook &projectOf(QList<ProjectLook> &list, const ProjectLook &look)
{
    const auto same = std::ranges::find_if(list, [&look](const ProjectLook &each) {
        return each.glance == look.glance && each.projectId == look.projectId;
    });
    return same == list.end() ? list.emplaceBack(look) : *same;
}

} // namespace

Task<Result<ProjectLooks>> lookAtProjects(Backend &backend, QString cloud, QStringList consumers, std::stop_token stop)
{
    const auto names = QStringList(cloud) + consumers;
    std::vector<Task<Result<ProjectLook>>> asking;
    for (const auto &name : names)
        asking.push_back(lookInTime(backend, name, stop));
    const auto answers = co_await all(std::move(asking));
    if (!answers.front())
        co_return std::unexpected(answers.front().error());
    ProjectLooks looks{.list = {*answers.front()}, .failed = {}};
    for (qsizetype i = 0; i < consumers.size(); ++i) {
        const auto &answer = answers[std::size_t(i) + 1];
        if (answer)
            projectOf(looks.list, *answer).consumers << consumers[i];
        else
            looks.failed.insert(consumers[i], answer.error());
    }
    co_return looks;
}

} // namespace imagebuilder::app
