// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "buildfixture.h"
#include "support/testmain.h"

#include <algorithm>

using namespace imagebuilder;
using namespace imagebuilder::testing;

/// Requests that take effect although the connection closes without their answer.
class LostAnswerTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<BuildFixture> m_fixture;

    /// Builds; the first answer to such a request from this step on is lost.
    void buildLosingTheAnswer(const QString &step, const QString &method, const QString &path)
    {
        BuildSite site(m_fixture->place(), {"consumer"});
        site.site().events = [this, step, method, path, next = site.site().events](const build::Event &event) {
            if (event.kind == build::Event::Kind::StepStarted && event.step == step)
                m_fixture->cloud.addFault({{"kind", "close"}, {"when", "after"}, {"method", method}, {"path", path}});
            next(event);
        };
        const auto outcome =
            QCoro::waitFor(build::runBuild(site.site(), site.request(), "manual", {}, std::stop_token()));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        QCOMPARE(site.events().filter("asking once more"), QStringList());
        QCOMPARE(m_fixture->builtImages("builder").size(), 1);
        QCOMPARE(m_fixture->builtImages("consumer").size(), 1);
        QVERIFY(m_fixture->servers().isEmpty());
    }

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<BuildFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void case25_aServerWhoseAnswerWasLostIsNotAskedForAgain()
    {
        buildLosingTheAnswer("boot", "POST", "/servers$");
        const auto requests = m_fixture->cloud.requests();
        QCOMPARE(std::ranges::count_if(requests,
                                       [](const auto &entry) {
                                           return entry[u"method"] == QStringLiteral("POST") &&
                                                  entry[u"path"].toString().endsWith("/servers");
                                       }),
                 1);
    }
    void case25_aSnapshotWhoseAnswerWasLostIsNotAskedForAgain()
    {
        buildLosingTheAnswer("snapshot", "POST", "/action$");
    }
    void case25_aCopyWhoseAnswerWasLostLeavesNoSecondOne()
    {
        buildLosingTheAnswer("distribute", "POST", "/v2/images$");
    }
    void case22_aServerWhoseDeletionWasNotAnsweredIsGone() { buildLosingTheAnswer("clean", "DELETE", "/servers/"); }
};

IMAGEBUILDER_TEST(LostAnswerTest, "lostanswer")
#include "lostanswertest.moc"
