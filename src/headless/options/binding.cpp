// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/options/binding.h"

#include "app/parsing.h"

namespace imagebuilder::headless {

CLI::Option *textOption(CLI::App &app, const std::string &names, QString &target, const std::string &description)
{
    return app.add_option_function<std::string>(
        names, [&target](const std::string &text) { target = QString::fromStdString(text); }, description);
}

CLI::Option *listOption(CLI::App &app, const std::string &names, QStringList &target, const std::string &description)
{
    return parsedOption(app, names, target, app::parseList, description);
}

} // namespace imagebuilder::headless
