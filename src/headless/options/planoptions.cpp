// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/options/planoptions.h"

#include <CLI/CLI.hpp>

namespace imagebuilder::headless {

namespace {

bool isOf(const app::PlanKey &key, PlanOptions which)
{
    if (key.option.isEmpty())
        return false;
    switch (which) {
    case PlanOptions::OfRun:
        return true;
    case PlanOptions::OfInit:
        return key.ofInit;
    case PlanOptions::OfBaseImages:
        return key.ofBaseImages;
    }
    return false;
}

CLI::Option *addOption(CLI::App &command, const app::PlanKey &key, std::function<Result<void>(const QString &)> take)
{
    // The last of several names is the long one, which messages show.
    const auto shown = key.option.section(u',', -1).toStdString();
    auto *const option = command.add_option_function<std::string>(
        key.option.toStdString(),
        [take = std::move(take), shown](const std::string &text) {
            const auto taken = take(QString::fromStdString(text));
            if (!taken)
                throw CLI::ValidationError(shown, taken.error().text().toStdString());
        },
        key.help.toStdString());
    option->type_name(key.valueName.toStdString());
    if (!key.group.isEmpty())
        option->group(key.group.toStdString());
    return option;
}

} // namespace

void addPlanOptions(CLI::App &command, app::Plan &plan, PlanOptions which)
{
    for (const auto &key : app::planKeys()) {
        if (!isOf(key, which))
            continue;
        auto *const option =
            addOption(command, key, [&plan, &key](const QString &text) { return app::takeOption(key, plan, text); });
        if (!key.variable.isEmpty())
            option->envname(key.variable.toStdString());
    }
}

void addPlanOptions(CLI::App &command, SaidOptions &said, PlanOptions which)
{
    for (const auto &key : app::planKeys()) {
        if (!isOf(key, which))
            continue;
        addOption(command, key, [&said, &key](const QString &text) {
            said.append({&key, text});
            app::Plan tried;
            return app::takeOption(key, tried, text);
        });
    }
}

Result<void> takeSaid(const SaidOptions &said, app::Plan &plan, app::Settings &settings)
{
    plan.folder.clear(); // relative paths of options start from the working folder
    for (const auto &[key, text] : said)
        IB_CHECK(app::takeOption(*key, plan, text));
    plan.applyTo(settings);
    return {};
}

} // namespace imagebuilder::headless
