// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QJsonObject>
#include <QtCore/QString>

namespace imagebuilder::store {

/// Where a build is. The names stand in the journal and in JSON.
enum class BuildState { Running, Succeeded, Failed, Cancelled };
QString buildStateName(BuildState state);

/// One build: one base × architecture.
struct BuildRecord
{
    QString id;
    QString imageName;
    QString base;    ///< codename
    QString arch;    ///< x64, arm64 …
    QString trigger; ///< manual, schedule, relation …
    QString cloud;   ///< the build cloud's name
    BuildState state = BuildState::Running;
    QString step;        ///< the step it is in or ended in
    QJsonObject request; ///< what was asked for, without secrets; equal requests resume each other
    QString error;       ///< message of a failed build
    QString errorKind;
    QDateTime started;
    QDateTime ended; ///< invalid while running
    bool cancelRequested = false;
};

/// One step of a build. `data` is what a resumed build needs of it (a host key, an image id).
struct StepRecord
{
    QString build;
    QString step;
    QDateTime started;
    QDateTime ended; ///< invalid while running
    QString outcome; ///< empty while running, ok, failed, cancelled, undone, interrupted
    QJsonObject data;
};

/// Something of ours in a cloud. Written with state Intended before the call that makes it, so that after a crash
/// it can be looked up by build id; Created with the id after it; Gone after its deletion.
enum class ResourceState { Intended, Created, Gone };

struct ResourceRecord
{
    qint64 row = 0;
    QString build; ///< empty for what belongs to the deployment (key pair, group, base image)
    QString kind;  ///< server, image, keypair, securitygroup, volume, floatingip
    QString cloud;
    QString name;
    QString id; ///< empty while Intended
    ResourceState state = ResourceState::Intended;
    QDateTime changed;
};

/// What one consumer got from a build.
struct DeliveryRecord
{
    QString build;
    QString consumer; ///< cloud name
    QString imageId;
    QString state; ///< pending, delivered, failed
    QString error;
    QDateTime changed;
    QString way = {}; ///< how it was delivered: copy, share, snapshot; empty where that is not known
};

/// All that a journal knows of one build but its steps.
struct BuildHistory
{
    BuildRecord build;
    QList<ResourceRecord> resources;
    QList<DeliveryRecord> deliveries;
};

} // namespace imagebuilder::store
