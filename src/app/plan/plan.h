// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/freshness.h"
#include "app/settings.h"

#include <optional>

namespace imagebuilder::app {

/// Where a secret of the script comes from: its value never stands in a plan.
struct SecretSource
{
    enum class Kind { Environment, File, Descriptor };
    Kind kind = Kind::Environment;
    QString place; ///< the variable, the file's path, or the descriptor's number
};

/// What shall exist: one image for each base × architecture, for all consumers. A plan's file fills it, and so do the
/// options of `run`; both go by the table of plankeys.h.
struct Plan
{
    QString folder; ///< of the plan's file, which relative paths in it start from; empty: the working folder
    QString cloud;  ///< where VMs are built; empty: $OS_CLOUD, else the first of clouds.yaml
    QList<images::Release> bases;
    QList<images::Arch> archs;
    build::Request request; ///< what all builds have in common; image name, base and architecture are each build's own
    images::SourceOptions source;
    build::Options build;
    Keeping keeping;
    QMap<QString, SecretSource> secrets;
    FreshnessRule freshness;              ///< for --if-changed
    int intervalHours = 0;                ///< of the schedule; 0: none
    QString notify;                       ///< command that gets the end of each build; empty: none
    QString metricsFile;                  ///< empty: none
    std::optional<QUrl> upstreamReleases; ///< for the runner clock; empty: off
    std::optional<QUrl> forkReleases;

    /// With the defaults of these settings.
    static Plan defaultsFor(const Settings &settings);
    /// Puts what the plan says of mirror, SSH and deadlines in the place of the defaults. What follows a build gives
    /// way to options of the command line.
    void applyTo(Settings &settings) const;
};

/// One order for each base × architecture, in the plan's order, named P-B-A (CONTRACT.md).
QList<BuildOrder> ordersOf(const Plan &plan);

/// Reads the script's secrets from where the plan says that they are. Config names the secret and its place.
Result<QMap<QString, Secret>> readSecrets(const Plan &plan, const QProcessEnvironment &environment);

} // namespace imagebuilder::app
