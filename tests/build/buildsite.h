// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/pipeline.h"
#include "quickclock.h"

#include <QtCore/QJsonObject>

#include <map>

namespace imagebuilder::testing {

/// Where a simulated cloud is and where the journal lies: all that another process needs to go on with a build.
struct BuildPlace
{
    QString cloudsYaml;
    QString folder; ///< journal, key, locks and cache
    QString mirror; ///< folder
    QString sshUser;
    int sshPort = 0;
    QJsonObject wish = {}; ///< what else a build shall have: `run`'s options without their hyphens

    QJsonObject toJson() const;
    static BuildPlace fromJson(const QJsonObject &json);
};

/// A Site of real services over a simulated cloud, as Backend makes one.
class BuildSite
{
public:
    /// Aborts the test program when something cannot be had.
    BuildSite(const BuildPlace &place, const QStringList &consumers);
    ~BuildSite();
    BuildSite(const BuildSite &) = delete;
    BuildSite &operator=(const BuildSite &) = delete;

    build::Site &site() { return *m_site; }
    store::Journal &journal() { return *m_journal; }
    /// What happened, a line each: "step: text".
    const QStringList &events() const { return m_events; }
    /// An image "app-noble-x64" for these consumers, made by a user-data script of one line.
    build::Request request() const;
    /// A build that stands in the journal and has done nothing yet.
    build::ProgressPtr begun();
    /// The open build of this journal, if there is one.
    std::optional<store::BuildRecord> openBuild() const;

private:
    openstack::Cloud *open(const BuildPlace &place, const QString &name);

    QStringList m_consumers;
    QJsonObject m_wish;
    QuickClock m_clock;
    QStringList m_events;
    std::unique_ptr<store::Journal> m_journal;
    std::unique_ptr<http::Transport> m_mirror;
    std::unique_ptr<images::BaseImageSource> m_source;
    std::map<QString, std::unique_ptr<openstack::Cloud>> m_clouds;
    std::map<QString, std::unique_ptr<build::Watcher>> m_watchers;
    std::unique_ptr<build::Site> m_site;
};

} // namespace imagebuilder::testing
