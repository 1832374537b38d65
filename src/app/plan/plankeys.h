// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/plan/plan.h"

#include <variant>

namespace imagebuilder::app {

using TakeText = std::function<Result<void>(Plan &, const QString &)>;
using TakeList = std::function<Result<void>(Plan &, const QStringList &)>;
/// Takes one entry of a map whose keys are free: its name and its text.
using TakeEntry = std::function<Result<void>(Plan &, const QString &, const QString &)>;

/// One thing that can be said of builds: as a key of the plan, and mostly as an option of `run`, too.
struct PlanKey
{
    /// What its JSON schema says of a text.
    enum class Form { Text, Number, Switch, Duration };

    QString path;      ///< in the plan: "script.url"
    QString option;    ///< of `run`: "--script-url"; empty: none
    QString variable;  ///< of the environment, which comes before the default; empty: none
    QString valueName; ///< of the option, in help
    QString help;      ///< a line, with the default in brackets
    QString group;     ///< of the option, in help; empty: the first
    std::variant<TakeText, TakeList, TakeEntry> take;
    Form form = Form::Text;
    bool namesClouds = false;  ///< each of its texts is a cloud of clouds.yaml
    bool ofInit = false;       ///< `init` takes the option, too
    bool ofBaseImages = false; ///< and so does `base-images`
};

/// The table, in the order of help and schema.
const QList<PlanKey> &planKeys();

/// Takes a text as an option or a variable brings it: lists with commas.
Result<void> takeOption(const PlanKey &key, Plan &plan, const QString &text);
/// Takes what variables of the environment say, for what no option and no plan says.
Result<void> takeEnvironment(Plan &plan, const QProcessEnvironment &environment);

} // namespace imagebuilder::app
