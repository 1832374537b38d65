// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QProcess>

#include <functional>
#include <stop_token>

namespace imagebuilder::simcloud {

using OnBytes = std::function<void(const QByteArray &)>;

/// Starts a program that inherits no open file but its standard three; false when it cannot be started.
bool startChild(QProcess &process, const QStringList &command);

/// Runs a program to its end, handing out both its outputs as they come; its exit code, -1 when it could not be run,
/// died of a signal, or a stop was requested.
int runChild(const QStringList &command, const OnBytes &onOutput, const std::stop_token &stop = {});

} // namespace imagebuilder::simcloud
