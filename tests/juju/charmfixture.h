// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "goodconfig.h"
#include "support/mirror.h"
#include "support/simcloudprocess.h"

inline const QString webRelation = QStringLiteral("image:1");
inline const QString batchRelation = QStringLiteral("image:2");
inline const QString secondUnit = QStringLiteral("builder/1");

/// The charm in a fake model, with a simulated cloud of the projects builder, web and batch, and a mirror.
class CharmFixture
{
public:
    CharmFixture();
    /// Waits for what workers do.
    ~CharmFixture();
    CharmFixture(const CharmFixture &) = delete;
    CharmFixture &operator=(const CharmFixture &) = delete;

    FakeModel &model() { return m_model; }
    const imagebuilder::testing::SimcloudProcess &cloud() const { return *m_cloud; }
    imagebuilder::testing::MirrorFixture &mirror() { return m_mirror; }
    QString authUrl() const { return m_authUrl; }
    QString password() const { return m_password; }

    /// A unit with what its machine needs to reach the simulated cloud's VMs.
    void addUnit(const QString &unit, bool leader = false);
    /// What a consumer of this project writes.
    QJsonObject consumerBag(const QString &project) const;
    /// install, config-changed and start of builder/0; all must succeed.
    void install();
    /// created, joined and changed of a consumer's relation.
    void join(const QString &relation, const QString &project);
    /// Waits until no worker works for a unit, and Juju was told.
    bool settle(int seconds = 90) const;
    /// Kills the worker of builder/0 and its attendant, as power loss does.
    void killWorker() const;
    /// The ids that a consumer boots, a base after the other.
    QStringList ids(const QString &relation, const QString &unit = QStringLiteral("builder/0")) const;
    /// The state of the image with this id, in any project.
    QJsonObject image(const QString &id) const;
    /// How many builds the journal's log files name.
    int builds(const QString &unit = QStringLiteral("builder/0")) const;

private:
    imagebuilder::testing::MirrorFixture m_mirror;
    std::unique_ptr<imagebuilder::testing::SimcloudProcess> m_cloud;
    FakeModel m_model;
    QString m_authUrl;
    QString m_password;
};
