// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/plan/plan.h"
#include "yaml/yamlvalue.h"

namespace imagebuilder::app {

/// One thing that is wrong in a plan.
struct PlanMistake
{
    YamlMark mark;
    QString key; ///< its path in the plan; empty: the whole file
    QString text;
};

struct PlanReading
{
    Plan plan;
    QList<PlanMistake> mistakes; ///< in the order of the file; with any, the plan is not to be used
};

/// Takes a plan's document over the defaults, and says everything that is wrong with it, not only the first. `folder`
/// is where its relative paths start; `clouds` are those of clouds.yaml, which it may name (empty: any).
PlanReading readPlan(const YamlValue &document, Plan defaults, const QString &folder, const QStringList &clouds = {});

/// Reads a plan's file: one Config error whose text has a line "FILE:LINE:COLUMN: KEY: what is wrong" for each mistake.
Result<Plan> loadPlan(const QString &file, const Plan &defaults, const QStringList &clouds = {});
/// The same as values; an error only where the file cannot be read or is no YAML.
Result<PlanReading> checkPlan(const QString &file, const Plan &defaults, const QStringList &clouds = {});
/// Those of clouds.yaml, to hold a plan against; empty where it cannot be read: whoever needs a cloud says that best.
QStringList knownClouds(const Settings &settings);
/// "FILE:LINE:COLUMN: KEY: TEXT"
QString shownMistake(const QString &file, const PlanMistake &mistake);

/// The plan's file: `named`, else $IMAGEBUILDER_PLAN, else the first of ./imagebuilder.yaml,
/// $XDG_CONFIG_HOME/imagebuilder/imagebuilder.yaml and /etc/imagebuilder/imagebuilder.yaml that exists. Config says
/// where it was looked for.
Result<QString> findPlan(const QString &named, const QProcessEnvironment &environment, const Caller &caller);

} // namespace imagebuilder::app
