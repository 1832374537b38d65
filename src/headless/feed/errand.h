// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QSocketNotifier>
#include <QtCore/QStringList>

#include <functional>
#include <memory>

namespace imagebuilder::headless {

/// One of this program's own commands as a process in a session of its own. It goes on to its end when this one dies,
/// or when the object goes: a build that a window asked for does not end with the window.
class Errand
{
public:
    /// `who` asks for it, beside the user of this process; may be empty. `changed` is called when it has ended.
    static Result<std::unique_ptr<Errand>> start(const QStringList &arguments, const QString &who,
                                                 std::function<void()> changed);
    ~Errand();
    Errand(const Errand &) = delete;
    Errand &operator=(const Errand &) = delete;

    bool ended() const { return m_ended; }
    int exitCode() const { return m_exitCode; }
    /// Its standard output; empty where that was more than 4 MiB.
    const QByteArray &output() const { return m_output; }

private:
    Errand(int process, int pipe, std::function<void()> changed);
    void take();
    int m_process;
    int m_pipe;
    std::function<void()> m_changed;
    std::unique_ptr<QSocketNotifier> m_readable;
    QByteArray m_output;
    qint64 m_size = 0;
    int m_exitCode = -1;
    bool m_ended = false;
};

} // namespace imagebuilder::headless
