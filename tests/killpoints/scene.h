// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/simcloudprocess.h"

#include <QtCore/QProcess>

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
    bool hasEnded() { return m_program.state() != QProcess::Running || m_program.waitForFinished(1); }
    int exitCode() const { return m_program.exitStatus() == QProcess::NormalExit ? m_program.exitCode() : -1; }
    QByteArray output() const { return m_output; }
    QByteArray errors() const { return m_errors; }

    /// What is not as it must be after the command ended well, in words; empty when all is right.
    QStringList wrongs() const;

private:
    void plantForeignImages();
    qsizetype succeededBuilds() const;
    QStringList imageWrongs(const QJsonObject &state) const;

    QTemporaryDir m_folder;
    SimcloudProcess m_cloud;
    QProcess m_program;
    QByteArray m_output;
    QByteArray m_errors;
    QStringList m_foreign; ///< ids of images that are not ours
};

} // namespace imagebuilder::testing
