// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/plan/plan.h"
#include "headless/invocation.h"

namespace CLI {
class App;
}

namespace imagebuilder::headless {

/// Which plan a command is about, and how much of it.
class PlanChoice
{
public:
    /// Adds --plan, --base and --arch to a command; this object must outlive the parsing.
    void declare(CLI::App &command);
    /// Adds --plan alone.
    void declareFile(CLI::App &command);
    /// The plan's file: the one named, or where plans are looked for.
    Result<QString> file(const Invocation &invocation) const;
    /// Reads it over environment and defaults, keeps what was asked for, and lets --os-cloud be its cloud. What it says
    /// of mirror, SSH and deadlines becomes the settings'.
    Result<app::Plan> load(Invocation &invocation) const;
    /// The same with the script's secrets, which it takes out of the environment.
    Result<app::Plan> loadToBuild(Invocation &invocation) const;
    /// For commands that can do without: where there is no plan, the bases (else all) and architectures asked for are
    /// one. Without --arch it is the error of load().
    Result<app::Plan> loadOrMake(Invocation &invocation) const;

private:
    QString m_file;
    QStringList m_bases;
    QStringList m_archs;
};

} // namespace imagebuilder::headless
