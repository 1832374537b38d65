// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "juju/hooktools.h"

namespace imagebuilder::app {

/// The account in whose project images are built.
struct BuilderAccount
{
    QString authUrl;
    QString projectDomain;
    QString project;
    QString userDomain;
    QString user;
    QString region; ///< empty: the only one there is
    QString caPem;  ///< certificates to trust besides, for the consumers' clouds, too
    Secret password;
};

/// The charm's options, checked.
struct CharmConfig
{
    BuilderAccount builder;
    int keep = 5;
    QString arch;      ///< x64 …
    QStringList bases; ///< codenames, each once
    QString runnerVersion;
    QString scriptUrl;
    QMap<QString, Secret> scriptSecrets;
    int interval = 6; ///< hours
    QString flavor;
    QString network;
    QString proxy;                          ///< HOST:PORT
    QMap<QString, QString> consumerRegions; ///< by cloud
    QMap<QString, QString> further;         ///< options that the plan takes and checks as they are, if not empty
};

/// Reads and checks the options in the order in which the old charm did: of several that are wrong the first shows.
/// Config: the text is the unit's blocked status (CONTRACT.md). Any other error is Juju's.
[[nodiscard]] Task<Result<CharmConfig>> readCharmConfig(juju::HookTools tools, juju::HookEnvironment hook,
                                                        std::stop_token stop);

} // namespace imagebuilder::app
