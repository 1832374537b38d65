// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/program.h"
#include "support/simcloudprocess.h"

/// A simulated cloud with the projects builder, web and batch, a mirror of base images, and imagebuilderd set up for
/// them.
class DeliveryFixture
{
public:
    /// The mirror has these releases.
    explicit DeliveryFixture(const QStringList &releases = {QStringLiteral("noble")});

    const imagebuilder::testing::SimcloudProcess &cloud() const { return *m_cloud; }
    imagebuilder::testing::Program &program() { return *m_program; }

    /// Puts a release there, or another image of it.
    void addToMirror(const QString &release, const QByteArray &content = "x") const;
    void removeFromMirror(const QString &release) const;
    /// init for noble, in JSON.
    imagebuilder::testing::Ended init() const;
    /// The arguments that build ci-noble-x64; `before` stands before the command.
    QStringList buildArguments(const QStringList &more, const QStringList &before = {}) const;
    imagebuilder::testing::Ended build(const QStringList &more, const QStringList &before = {}) const;
    /// Lays a file beside the base images; its address.
    QString serve(const QString &name, const QByteArray &content) const;
    /// Starts imagebuilderd and kills it when the cloud gets such a request, which it then carries out.
    void interrupt(const QStringList &arguments, const QJsonObject &request) const;

private:
    QTemporaryDir m_mirror;
    std::unique_ptr<imagebuilder::testing::SimcloudProcess> m_cloud;
    std::unique_ptr<imagebuilder::testing::Program> m_program;
};
