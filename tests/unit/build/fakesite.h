// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"
#include "fakenova.h"

#include <QtCore/QTemporaryDir>

namespace imagebuilder::testing {

/// A site over a FakeNova, with an empty journal, for steps that need nothing else of a cloud.
class FakeSite
{
public:
    explicit FakeSite(FakeNova &nova);

    build::Site &site() { return *m_site; }
    const QStringList &lines() const { return m_lines; }
    /// A build that stands in the journal, with the server "s" in the network "net-7".
    build::ProgressPtr begun();

private:
    QTemporaryDir m_folder;
    QStringList m_lines;
    std::unique_ptr<store::Journal> m_journal;
    std::unique_ptr<http::Transport> m_mirror;
    std::unique_ptr<images::BaseImageSource> m_source;
    std::unique_ptr<build::Watcher> m_watcher;
    std::unique_ptr<build::Site> m_site;
};

} // namespace imagebuilder::testing
