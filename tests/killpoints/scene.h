// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/program.h"
#include "support/simcloudprocess.h"

namespace imagebuilder::testing {

/// A simulated cloud of its own, a state folder, and the command of a build with one base and two consumers, which can
/// be killed and given again.
class Scene
{
public:
    /// `mirror` is a folder as MirrorFixture lays it out; the operator's script is put there, too.
    explicit Scene(const QString &mirror);

    SimcloudProcess &cloud() { return m_cloud; }

    /// Starts the command, with `prefix` (strace and its options) before it.
    void start(const QStringList &prefix = {});
    /// Waits for its end; false when it takes too long, and then it is killed.
    bool finish();
    void kill();
    /// Looks for a moment whether it has ended by itself.
    bool hasEnded() { return m_process->state() != QProcess::Running || m_process->waitForFinished(1); }
    const Ended &ended() const { return m_ended; }

    /// What is not as it must be after the command ended well, in words; empty when all is right.
    QStringList wrongs() const;

private:
    void plantForeignImages();
    qsizetype succeededBuilds() const;
    QStringList imageWrongs(const QJsonObject &state) const;

    SimcloudProcess m_cloud;
    Program m_program;
    std::unique_ptr<QProcess> m_process;
    Ended m_ended;
    QStringList m_foreign; ///< ids of images that are not ours
};

} // namespace imagebuilder::testing
