// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/verify.h"

#include "build/properties.h"
#include "buildfixture.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::testing;

/// Images that are looked at before anybody gets them.
class VerifyTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<BuildFixture> m_fixture;

    Result<build::Outcome> run(BuildSite &site, const QByteArray &script)
    {
        auto request = site.request();
        request.verifyScript = script;
        request.verify = true;
        return QCoro::waitFor(build::runBuild(site.site(), request, "manual", site.openBuild(), {}));
    }

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<BuildFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void case26_aGoodImageIsDeliveredWithTheQuotaOfOneVm()
    {
        m_fixture->cloud.steer("POST", "quotas", {{"project", "builder"}, {"quota", QJsonObject{{"instances", 1}}}});
        BuildSite site(m_fixture->place(), {"consumer"});
        const auto outcome = run(site, "#!/bin/sh\ncat /etc/made-by && id -u\n");
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        QVERIFY(outcome->delivered.contains("consumer"));
        QVERIFY(m_fixture->servers().isEmpty());
        QVERIFY(site.events().contains("verify: made by a test"));
        QVERIFY(site.events().contains("verify: imagebuilder: verified"));
        QCOMPARE(m_fixture->builtImages("builder").first()[u"properties"][build::property::state].toString(),
                 "current");
    }

    void anImageThatFailsACheckIsKeptAsBadAndReachesNobody()
    {
        BuildSite site(m_fixture->place(), {"consumer"});
        const auto outcome = run(site, "#!/bin/sh\nexit 3\n");
        QCOMPARE(outcome.error().kind(), ErrorKind::Script);
        QVERIFY2(outcome.error().message().contains("check script"), qPrintable(outcome.error().message()));
        const auto kept = m_fixture->builtImages("builder");
        QCOMPARE(kept.size(), 1);
        QCOMPARE(kept.first()[u"properties"][build::property::state].toString(), "bad");
        QVERIFY(outcome.error().message().contains(kept.first().value("id").toString()));
        QVERIFY(m_fixture->builtImages("consumer").isEmpty());
        QVERIFY(m_fixture->servers().isEmpty());
        QVERIFY(!site.openBuild());
    }

    void whatSaysNothingOfTheImageKeepsNone()
    {
        m_fixture->cloud.addFault(
            {{"kind", "status"}, {"status", 403}, {"method", "POST"}, {"path", "/servers$"}, {"nth", 2}});
        BuildSite site(m_fixture->place(), {"consumer"});
        const auto outcome = run(site, {});
        QVERIFY(!outcome);
        QVERIFY(outcome.error().message().startsWith("verify: "));
        QVERIFY(m_fixture->nothingLeft());
    }

    void case21_whoWasKilledWhileVerifyingGoesOn()
    {
        auto place = m_fixture->place();
        place.wish = {{"verify", true}};
        const int hold =
            m_fixture->cloud.addHold({{"method", "POST"}, {"path", "/servers$"}, {"nth", 2}, {"when", "after"}});
        BuildProcess process(place, {"consumer"});
        QVERIFY(!m_fixture->cloud.waitUntilHeld(hold, 90'000).isEmpty());
        process.kill();
        m_fixture->cloud.release(hold);
        BuildSite site(place, {"consumer"});
        const auto outcome =
            QCoro::waitFor(build::runBuild(site.site(), site.request(), "manual", site.openBuild(), {}));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        QVERIFY(m_fixture->servers().isEmpty());
        QCOMPARE(m_fixture->builtImages("builder").size(), 1);
    }
};

IMAGEBUILDER_TEST(VerifyTest, "verify")
#include "verifytest.moc"
