// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QString>

/// The steps' names, in their order, as they stand in the journal, in events and in JSON.
namespace imagebuilder::build::step {

inline const QString prepare = QStringLiteral("prepare");
inline const QString boot = QStringLiteral("boot");
inline const QString provision = QStringLiteral("provision");
inline const QString customise = QStringLiteral("customise");
inline const QString seal = QStringLiteral("seal");
inline const QString snapshot = QStringLiteral("snapshot");
inline const QString verify = QStringLiteral("verify");
inline const QString distribute = QStringLiteral("distribute");
inline const QString publish = QStringLiteral("publish");
inline const QString prune = QStringLiteral("prune");
inline const QString clean = QStringLiteral("clean");

} // namespace imagebuilder::build::step
