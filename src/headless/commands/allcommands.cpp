// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/command.h"
#include "headless/commands/baseimagescommand.h"
#include "headless/commands/buildcommand.h"
#include "headless/commands/buildscommand.h"
#include "headless/commands/checkcommand.h"
#include "headless/commands/democommand.h"
#include "headless/commands/doctorcommand.h"
#include "headless/commands/explaincommand.h"
#include "headless/commands/feedcommand.h"
#include "headless/commands/gccommand.h"
#include "headless/commands/hookcommand.h"
#include "headless/commands/imagescommand.h"
#include "headless/commands/initcommand.h"
#include "headless/commands/journalcommand.h"
#include "headless/commands/latestbuildidcommand.h"
#include "headless/commands/metricscommand.h"
#include "headless/commands/pausecommand.h"
#include "headless/commands/plancommand.h"
#include "headless/commands/publishcommand.h"
#include "headless/commands/quotacommand.h"
#include "headless/commands/resumecommand.h"
#include "headless/commands/runcommand.h"
#include "headless/commands/statuscommand.h"
#include "headless/commands/supportbundlecommand.h"
#include "headless/commands/workercommand.h"

namespace imagebuilder::headless {

std::vector<std::unique_ptr<Command>> allCommands()
{
    std::vector<std::unique_ptr<Command>> commands;
    commands.push_back(std::make_unique<InitCommand>());
    commands.push_back(std::make_unique<RunCommand>());
    commands.push_back(std::make_unique<BuildCommand>());
    commands.push_back(std::make_unique<LatestBuildIdCommand>());
    commands.push_back(std::make_unique<BuildsCommand>());
    commands.push_back(std::make_unique<StatusCommand>());
    commands.push_back(std::make_unique<FeedCommand>());
    commands.push_back(std::make_unique<CheckCommand>());
    commands.push_back(std::make_unique<ImagesCommand>());
    commands.push_back(std::make_unique<ExplainCommand>());
    commands.push_back(std::make_unique<PauseCommand>());
    commands.push_back(std::make_unique<ResumeCommand>());
    commands.push_back(std::make_unique<PlanCommand>());
    commands.push_back(std::make_unique<BaseImagesCommand>());
    commands.push_back(std::make_unique<PublishCommand>());
    commands.push_back(std::make_unique<QuotaCommand>());
    commands.push_back(std::make_unique<DoctorCommand>());
    commands.push_back(std::make_unique<MetricsCommand>());
    commands.push_back(std::make_unique<SupportBundleCommand>());
    commands.push_back(std::make_unique<GcCommand>());
    commands.push_back(std::make_unique<JournalCommand>());
    commands.push_back(std::make_unique<DemoCommand>());
    commands.push_back(std::make_unique<HookCommand>());
    commands.push_back(std::make_unique<WorkerCommand>());
    return commands;
}

} // namespace imagebuilder::headless
