// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/deliveryplan.h"

#include "build/importround.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::build;

/// Who is copied to, and who shares what lies there.
class DeliveryPlanTest : public QObject
{
    Q_OBJECT

    static Destination at(const QString &glance, const QString &consumer)
    {
        return {.glance = glance,
                .projectId = QStringLiteral("project of ") + consumer,
                .consumers = consumer.isEmpty() ? QStringList() : QStringList(consumer)};
    }
    static QStringList names(const QList<Destination> &list)
    {
        QStringList names;
        for (const auto &each : list)
            names << (each.consumers.isEmpty() ? QStringLiteral("hub") : each.consumers.join(u'+'));
        return names;
    }

    const Destination m_one = at(QStringLiteral("far"), QStringLiteral("one"));
    const Destination m_two = at(QStringLiteral("far"), QStringLiteral("two"));
    const Destination m_other = at(QStringLiteral("other"), QStringLiteral("three"));
    const Distribution m_auto{.usual = Way::Auto, .exceptions = {}, .hub = {}};

private Q_SLOTS:
    void autoCopiesOnceToEachGlance()
    {
        const auto plan = planDelivery({m_one, m_two, m_other}, m_auto, {}, false);
        QCOMPARE(names(plan.copies), QStringList({"one", "three"}));
        QCOMPARE(names(plan.shares), QStringList("two"));
    }

    void whoAnywayGetsACopyIsTheOneThatTheOthersShare()
    {
        auto distribution = m_auto;
        distribution.exceptions.insert(QStringLiteral("two"), Way::Copy);
        const auto plan = planDelivery({m_one, m_two}, distribution, {}, false);
        QCOMPARE(names(plan.copies), QStringList("two"));
        QCOMPARE(names(plan.shares), QStringList("one"));
    }

    void whereSomethingLiesNothingIsCopied()
    {
        const SharingGround ground{.sources = {{QStringLiteral("far"), {}}}, .hub = {}, .refused = {}};
        QCOMPARE(names(planDelivery({m_one, m_two}, m_auto, ground, false).shares), QStringList({"one", "two"}));
    }

    void theHubComesFirst()
    {
        const SharingGround ground{.sources = {}, .hub = at(QStringLiteral("far"), {}), .refused = {}};
        const auto plan = planDelivery({m_one, m_two}, m_auto, ground, false);
        QCOMPARE(names(plan.copies), QStringList("hub"));
        QCOMPARE(names(plan.shares), QStringList({"one", "two"}));
    }

    void aHubThatIsAConsumerTakesItsOwnCopy()
    {
        const SharingGround ground{.sources = {}, .hub = m_two, .refused = {}};
        const auto plan = planDelivery({m_one, m_two}, m_auto, ground, false);
        QCOMPARE(names(plan.copies), QStringList("two"));
    }

    void theHubOfAnotherGlanceIsNotFilledForNobody()
    {
        const SharingGround ground{.sources = {}, .hub = at(QStringLiteral("far"), {}), .refused = {}};
        QCOMPARE(names(planDelivery({m_other}, m_auto, ground, false).copies), QStringList("three"));
    }

    void whoWasRefusedIsCopiedTo()
    {
        const SharingGround ground{
            .sources = {{QStringLiteral("far"), {}}}, .hub = {}, .refused = {QStringLiteral("one")}};
        QCOMPARE(names(planDelivery({m_one, m_two}, m_auto, ground, false).copies), QStringList("one"));
        Distribution onlyShare;
        onlyShare.usual = Way::Share;
        QVERIFY(planDelivery({m_one}, onlyShare, ground, false).copies.isEmpty());
    }

    void case05_atLastNobodyWaitsForAnothersCopy()
    {
        QCOMPARE(names(planDelivery({m_one, m_two}, m_auto, {}, true).copies), QStringList({"one", "two"}));
    }

    void consumersOfOneProjectGetACopyWhenOneOfThemWantsIt()
    {
        auto both = m_one;
        both.consumers << QStringLiteral("copier");
        auto distribution = m_auto;
        distribution.exceptions.insert(QStringLiteral("copier"), Way::Copy);
        QCOMPARE(wayTo(both, distribution, {}), Way::Copy);
    }

    void whoWantsAnImportGetsWhatMayBeOne()
    {
        auto distribution = m_auto;
        distribution.exceptions.insert(QStringLiteral("one"), Way::Import);
        distribution.exceptions.insert(QStringLiteral("three"), Way::Copy);
        const auto plan = planDelivery({m_one, m_two, m_other}, distribution, {}, false);
        QCOMPARE(names(plan.copies), QStringList({"one", "three"}));
        QCOMPARE(names(plan.shares), QStringList("two"));
        QCOMPARE(names(mayImport(plan.copies, distribution, {})), QStringList("one"));
        auto both = m_other; // with one of which a copy is wanted
        both.consumers << QStringLiteral("one");
        QVERIFY(mayImport({both}, distribution, {}).isEmpty());
    }

    void whoWasRefusedAShareIsCopiedToAndNotImported()
    {
        QCOMPARE(names(mayImport({m_one, m_two}, m_auto, {QStringLiteral("one")})), QStringList("two"));
    }
};

IMAGEBUILDER_TEST(DeliveryPlanTest, "deliveryplan")
#include "deliveryplantest.moc"
