// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/quotacommand.h"

#include "app/cloudquota.h"
#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"
#include "headless/output/amounts.h"
#include "headless/output/table.h"

namespace imagebuilder::headless {

namespace {

QJsonValue limitJson(qint64 limit)
{
    return limit < 0 ? QJsonValue() : QJsonValue(limit);
}

QJsonValue useJson(int used, int limit)
{
    return QJsonObject{{"used", used}, {"limit", limitJson(limit)}};
}

Answer answerOf(const app::CloudQuota &quota)
{
    const auto &compute = quota.project.compute;
    const auto &network = quota.project.network;
    const auto &images = quota.project.images;
    const auto &volumes = quota.project.volumes;
    QList<QStringList> rows{
        {"RESOURCE", "USED"},
        {"instances", shownUse(compute.usedInstances, compute.maxInstances)},
        {"cores", shownUse(compute.usedCores, compute.maxCores)},
        {"memory (MiB)", shownUse(compute.usedRamMiB, compute.maxRamMiB)},
        {"ports", shownUse(network.usedPorts, network.maxPorts)},
        {"security groups", shownUse(network.usedSecurityGroups, network.maxSecurityGroups)},
        {"floating IPs", shownUse(network.usedFloatingIps, network.maxFloatingIps)},
        {"images", QStringLiteral("%1, of them %2 ours, %3")
                       .arg(shownUse(quota.images, images.maxImages))
                       .arg(quota.ownImages)
                       .arg(shownBytes(quota.imageBytes))},
    };
    if (quota.hasVolumes)
        rows << QStringList{"volumes", shownUse(volumes.usedVolumes, volumes.maxVolumes)}
             << QStringList{"volumes (GiB)", shownUse(volumes.usedGiB, volumes.maxGiB)};
    const auto text = QStringLiteral("Cloud %1: %2 more builds fit (flavor %3: %4 vCPU, %5 MiB)\n")
                          .arg(quota.cloud)
                          .arg(quota.fittingBuilds)
                          .arg(quota.flavor.name)
                          .arg(quota.flavor.vcpus)
                          .arg(quota.flavor.ramMiB);
    return {.text = text.toUtf8() + shownTable(rows),
            .json = {{"cloud", quota.cloud},
                     {"fitting_builds", quota.fittingBuilds},
                     {"flavor", quota.flavor.name},
                     {"instances", useJson(compute.usedInstances, compute.maxInstances)},
                     {"cores", useJson(compute.usedCores, compute.maxCores)},
                     {"ram_mib", useJson(compute.usedRamMiB, compute.maxRamMiB)},
                     {"ports", useJson(network.usedPorts, network.maxPorts)},
                     {"security_groups", useJson(network.usedSecurityGroups, network.maxSecurityGroups)},
                     {"floating_ips", useJson(network.usedFloatingIps, network.maxFloatingIps)},
                     {"volumes", quota.hasVolumes ? useJson(volumes.usedVolumes, volumes.maxVolumes) : QJsonValue()},
                     {"volume_gib", quota.hasVolumes ? useJson(volumes.usedGiB, volumes.maxGiB) : QJsonValue()},
                     {"images", QJsonObject{{"count", quota.images},
                                            {"limit", limitJson(images.maxImages)},
                                            {"ours", quota.ownImages},
                                            {"bytes", quota.imageBytes}}}}};
}

} // namespace

CLI::App *QuotaCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command =
        parent.add_subcommand("quota", "What a project may use, what it uses, and how many more builds fit");
    textOption(*command, "--flavor", m_flavor, "of the builder VM [the smallest that fits]")->type_name("FLAVOR");
    addOutputOption(*command, invocation);
    addExample(*command, "imagebuilderd --os-cloud builder quota --output json");
    return command;
}

Task<Result<Answer>> QuotaCommand::run(Running &running, std::stop_token stop)
{
    const auto &cloud = running.invocation.cloud;
    IB_CO_TRY(const auto quota, co_await app::cloudQuota(running.backend, cloud, m_flavor, stop));
    co_return answerOf(quota);
}

} // namespace imagebuilder::headless
