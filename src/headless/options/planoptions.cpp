// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/options/planoptions.h"

#include "app/plan/plankeys.h"

#include <CLI/CLI.hpp>

namespace imagebuilder::headless {

void addPlanOptions(CLI::App &command, app::Plan &plan, PlanOptions which)
{
    for (const auto &key : app::planKeys()) {
        if (key.option.isEmpty() || (which == PlanOptions::OfInit && !key.ofInit))
            continue;
        // The last of several names is the long one, which messages show.
        const auto shown = key.option.section(u',', -1).toStdString();
        auto *const option = command.add_option_function<std::string>(
            key.option.toStdString(),
            [&plan, &key, shown](const std::string &text) {
                const auto taken = app::takeOption(key, plan, QString::fromStdString(text));
                if (!taken)
                    throw CLI::ValidationError(shown, taken.error().text().toStdString());
            },
            key.help.toStdString());
        option->type_name(key.valueName.toStdString());
        if (!key.group.isEmpty())
            option->group(key.group.toStdString());
        if (!key.variable.isEmpty())
            option->envname(key.variable.toStdString());
    }
}

} // namespace imagebuilder::headless
