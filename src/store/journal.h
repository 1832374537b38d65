// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "store/records.h"

#include <memory>
#include <optional>

namespace imagebuilder::store {

/// What happened and what is going on, in one SQLite file (WAL, foreign keys). Every write is one committed
/// transaction: when a function returns, a `kill -9` loses nothing of it. All errors are of kind Storage.
class Journal
{
public:
    enum class Access { ReadWrite, ReadOnly };

    /// Opens or makes `folder`/journal.db (0640 in a 0700 folder). A corrupt file is set aside, never overwritten,
    /// and said in `warning()`. Read-only opening works without write permission (immutable=1 when there is no -wal)
    /// and follows what writers commit later; where there is no journal yet it shows an empty one.
    static Result<std::unique_ptr<Journal>> open(const QString &folder, Access access, const Clock &clock);
    ~Journal();
    Journal(const Journal &) = delete;
    Journal &operator=(const Journal &) = delete;

    /// What a person should know about the opening, or empty.
    const QString &warning() const;

    /// The deployment's UUID, made at the first opening for writing; empty before.
    QString deployment() const;

    /// Another text each time anybody, in whichever process, has committed something. It asks for no row.
    Result<QString> revision() const;

    Result<void> addBuild(const BuildRecord &build);
    /// Replaces state, step, error, ended.
    Result<void> updateBuild(const BuildRecord &build);
    Result<void> requestCancel(const QString &build);
    Result<std::optional<BuildRecord>> build(const QString &id) const;
    /// Newest first; `limit` 0 means all.
    Result<QList<BuildRecord>> builds(int limit) const;
    /// Those that run, or were running when their process died; oldest first.
    Result<QList<BuildRecord>> openBuilds() const;

    /// A record of the same step that was still open (its process died) ends as `interrupted`; its data carry over.
    Result<void> beginStep(const QString &build, const QString &step);
    Result<void> endStep(const QString &build, const QString &step, const QString &outcome);
    /// Merges keys into the newest record of that step, running or ended.
    Result<void> noteStep(const QString &build, const QString &step, const QJsonObject &data);
    /// Oldest first.
    Result<QList<StepRecord>> steps(const QString &build) const;

    /// Returns the row number for the calls below.
    Result<qint64> intend(const ResourceRecord &resource);
    Result<void> created(qint64 row, const QString &id);
    Result<void> gone(qint64 row);
    /// Those of one build that are not Gone.
    Result<QList<ResourceRecord>> resources(const QString &build) const;
    /// Those with this id in a cloud, whatever became of them; oldest first.
    Result<QList<ResourceRecord>> resourcesWithId(const QString &id) const;

    /// Makes the journal that of another deployment, which it goes on with. Conflict once it knows builds of its own.
    Result<void> adopt(const QString &deployment);
    /// Adds a build that another journal knew, with all of it, in one transaction; false when it is known already.
    Result<bool> restore(const BuildHistory &history);

    Result<void> setDelivery(const DeliveryRecord &delivery);
    Result<QList<DeliveryRecord>> deliveries(const QString &build) const;
    /// How many consumers got an image of each build; builds that served none are left out.
    Result<QMap<QString, int>> deliveredCounts() const;
    /// Who got exactly this image.
    Result<QList<DeliveryRecord>> deliveriesOfImage(const QString &imageId) const;

    /// Deletes builds that ended, with their steps, deliveries and resources: those begun before `oldest`, and those
    /// beyond the `most` newest. One that a consumer shows, or that has something in a cloud still, stays. Their ids.
    Result<QStringList> forgetBuilds(const QDateTime &oldest, int most);

    /// What a consumer shows from now on; what it showed until then becomes `before`. The same again changes nothing.
    Result<void> setPublication(const PublicationRecord &publication);
    /// Takes back what a build that is undone published: its consumers show what they showed before.
    Result<void> withdrawPublications(const QString &build);
    /// Of one image name; empty: of all. None in a journal that only an older program has written to.
    Result<QList<PublicationRecord>> publications(const QString &imageName) const;
    Result<void> addDecision(const DecisionRecord &decision);
    /// Newest first; `limit` 0 means all.
    Result<QList<DecisionRecord>> decisions(int limit) const;
    /// The newest with one of these verbs.
    Result<std::optional<DecisionRecord>> newestDecision(const QStringList &verbs) const;

private:
    Journal();
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace imagebuilder::store
