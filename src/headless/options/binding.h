// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QStringList>

#include <CLI/CLI.hpp>

// CLI11 options that fill our types. A value that does not parse is a usage error that names the option.
namespace imagebuilder::headless {

template <typename T, typename Parse>
CLI::Option *parsedOption(CLI::App &app, const std::string &names, T &target, Parse parse,
                          const std::string &description)
{
    // The last of several names is the long one, which messages show.
    const auto shown = names.substr(names.rfind(',') + 1);
    return app.add_option_function<std::string>(
        names,
        [&target, parse, shown](const std::string &text) {
            auto value = parse(QString::fromStdString(text));
            if (!value)
                throw CLI::ValidationError(shown, value.error().text().toStdString());
            target = *std::move(value);
        },
        description);
}

CLI::Option *textOption(CLI::App &app, const std::string &names, QString &target, const std::string &description);
/// A comma list; empty fields and repeated ones are refused.
CLI::Option *listOption(CLI::App &app, const std::string &names, QStringList &target, const std::string &description);

} // namespace imagebuilder::headless
