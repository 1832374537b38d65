// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QProcess>
#include <QtCore/QUrl>

#include <memory>

namespace imagebuilder::headless {

/// A simulated cloud as a child process; it ends with this object, and when this process dies.
class Simulator
{
public:
    /// Starts imagebuilder-simcloud, looked for beside this program and then on PATH, and waits until it serves.
    static Result<std::unique_ptr<Simulator>> start(const QStringList &arguments);
    ~Simulator();
    Simulator(const Simulator &) = delete;
    Simulator &operator=(const Simulator &) = delete;

    QString cloudsYaml;
    QString url;
    QString sshUser;
    int sshPort = 0;

private:
    Simulator() = default;
    QProcess m_process;
};

} // namespace imagebuilder::headless
