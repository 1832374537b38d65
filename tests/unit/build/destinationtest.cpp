// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/destination.h"

#include "support/testmain.h"

using namespace imagebuilder::build;

class DestinationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRoundHoldsAtMostSoManyOfOneGlance()
    {
        QList<Destination> list;
        for (int i = 0; i < 5; ++i)
            list << Destination{.glance = "https://one", .projectId = QString::number(i)};
        list << Destination{.glance = "https://two", .projectId = "0"};
        const auto rounds = inRounds(list, 2);
        QCOMPARE(rounds.size(), 3);
        QCOMPARE(rounds.at(0).size(), 3);
        QCOMPARE(rounds.at(0).last().glance, "https://two");
        QCOMPARE(rounds.at(1).size(), 2);
        QCOMPARE(rounds.at(2).size(), 1);
        QVERIFY(inRounds({}, 8).isEmpty());
    }

    void aProjectIsOneOfOneGlance()
    {
        const Destination one{.glance = "https://one", .projectId = "p"};
        const Destination elsewhere{.glance = "https://two", .projectId = "p"};
        QVERIFY(sameProject(one, one));
        QVERIFY(!sameProject(one, elsewhere));
    }
};

IMAGEBUILDER_TEST(DestinationTest, "destination")
#include "destinationtest.moc"
