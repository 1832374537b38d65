// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/settings.h"
#include "base/logging.h"

namespace imagebuilder::headless {

enum class OutputFormat { Text, Json };

/// What the command line says for every command.
struct Invocation
{
    app::Settings settings;
    LogLevel logLevel = LogLevel::Info;
    OutputFormat output = OutputFormat::Text;
    QString cloud; ///< --os-cloud; empty: the default one
};

} // namespace imagebuilder::headless
