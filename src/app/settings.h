// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/request.h"
#include "images/baseimagesource.h"
#include "openstack/cloudssearch.h"

namespace imagebuilder::app {

/// Where things lie (DESIGN.md's table).
struct Folders
{
    QString state; ///< journal, keys, locks
    QString cache; ///< base images
    QString log;   ///< info.log and one file per build
};

/// What stays on this machine, and for how long. Open builds, and those whose images are still in a cloud, stay in the
/// journal whatever their age.
struct Keeping
{
    seconds buildAge = std::chrono::days(400);
    int builds = 5000;
    seconds logAge = std::chrono::days(90);
    qint64 logBytes = 2LL * 1024 * 1024 * 1024;
    seconds bundleAge = std::chrono::days(7);
    qint64 roomBytes = 64LL * 1024 * 1024; ///< that a build needs for the journal, and for its log
};

/// What tells how old runners may become (app/runner): lists as GitHub's releases API gives them.
struct RunnerSources
{
    QUrl upstream = QUrl(QStringLiteral("https://api.github.com/repos/actions/runner/releases?per_page=100"));
    QUrl fork =
        QUrl(QStringLiteral("https://api.github.com/repos/canonical/github-actions-runner/releases?per_page=100"));
    QString least =
        QStringLiteral("2.329.0"); ///< no older one registers (github.blog/changelog: in full since September 2026)
};

/// Who runs the program, as far as places depend on it.
struct Caller
{
    QProcessEnvironment environment;
    QString user;
    QString home; ///< the real one, also in a snap
    QString workingFolder;

    /// Of this process.
    static Caller current();
    /// The person's name as it stands in the journal: who stands behind sudo, and who a feed's reader says asks, too.
    QString name() const;
};

/// The system user `imagebuilder` has the machine's folders, a snap its own, everybody else XDG's.
Folders defaultFolders(const Caller &caller);

/// Everything that is decided before work starts, as values. The command line fills it.
struct Settings
{
    Folders folders;
    openstack::CloudsSearch clouds;
    images::SourceOptions source; ///< its cache folder is that of `folders`
    build::Options build;
    Keeping keeping;
    RunnerSources runners; ///< an empty URL is off, for sites without a way there
    QString metricsFile;   ///< Prometheus' text format, written after each run; empty: none
    int intervalHours = 0; ///< of the plan's schedule; 0: none is known
    QString notify;        ///< shell command that gets the end of each build as JSON; empty: none

    /// Defaults for a caller, before any option.
    static Settings defaultsFor(const Caller &caller);

    QString keyFile() const { return folders.state + QStringLiteral("/keys/builder_key"); }
    QString lockFolder() const { return folders.state + QStringLiteral("/locks"); }
    QString bundleFolder() const { return folders.state + QStringLiteral("/bundles"); }
    QString mainLog() const { return folders.log + QStringLiteral("/info.log"); }
    /// What every run must say aloud, because it weakens a check; the clouds' own warnings are Backend's.
    QStringList warnings() const;
};

} // namespace imagebuilder::app
