// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "fakesite.h"

#include "http/networktransport.h"

namespace imagebuilder::testing {

FakeSite::FakeSite(FakeNova &nova)
    : m_journal(std::move(*store::Journal::open(m_folder.path(), store::Journal::Access::ReadWrite, nova.clock()))),
      m_mirror(std::move(*http::NetworkTransport::make({}, nova.clock()))),
      m_source(std::make_unique<images::BaseImageSource>(images::SourceOptions(), *m_mirror, nova.clock())),
      m_watcher(std::make_unique<build::Watcher>(nova.cloud(), nova.clock())),
      m_site(std::make_unique<build::Site>(build::Site{
          .journal = *m_journal,
          .clock = nova.clock(),
          .cloud = nova.cloud(),
          .watcher = *m_watcher,
          .deployment = m_journal->deployment(),
          .source = *m_source,
          .events = [this](const build::Event &event) { m_lines << event.text; },
      }))
{
    m_site->options.bootDeadline = seconds(30);
}

build::ProgressPtr FakeSite::begun()
{
    auto build = std::make_shared<build::Progress>();
    build->id = QStringLiteral("b");
    build->serverId = QStringLiteral("s");
    build->networkId = QStringLiteral("net-7");
    build->request.release = *images::findRelease(QStringLiteral("noble"));
    build->request.arch = *images::findArch(QStringLiteral("x64"));
    build->request.prefix = QStringLiteral("app");
    const auto added = m_journal->addBuild(
        {.id = build->id, .imageName = "app-noble-x64", .base = "noble", .arch = "x64", .cloud = "test"});
    if (!added)
        qFatal("%s", qPrintable(added.error().message()));
    return build;
}

} // namespace imagebuilder::testing
