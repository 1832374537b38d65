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

/// What one consumer shows of one image name.
struct PublicationRecord
{
    QString imageName;
    QString consumer; ///< cloud name
    QString imageId;
    QString build;
    QString who;       ///< who asked: a build, or a person's name
    QString before;    ///< what it showed before: the image id that it shows until it has heard; may be empty
    QDateTime changed; ///< set by the journal
};

/// What somebody decided about images or the schedule; only ever added.
struct DecisionRecord
{
    QString
        verb; ///< rollback, promote, mark-bad, mark-good, prune, build, skip, cancel; of the schedule: pause, resume
    QString who;
    QString imageName;
    QString build;
    QString cloud;
    QString imageId;
    QString outcome; ///< what came of it there; why it was paused
    QDateTime time;  ///< set by the journal
};

/// All that a journal knows of one build but its steps.
struct BuildHistory
{
    BuildRecord build;
    QList<ResourceRecord> resources;
    QList<DeliveryRecord> deliveries;
    QList<PublicationRecord> publications = {}; ///< those that its images are current for
};

} // namespace imagebuilder::store
