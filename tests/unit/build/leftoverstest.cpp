// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/leftovers.h"

#include "build/deployment.h"
#include "build/properties.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::build;

/// Which of what a cloud lists is left over, and whose.
class LeftoversTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case23_aServerOfOurNameIsOursByDeploymentAlone()
    {
        const Inventory inventory{
            .servers = {{.id = "1", .name = "ci-image-builder-noble-x64", .metadata = mark(us, "dead")},
                        {.id = "2", .name = "renamed", .metadata = mark(us, "dead")},
                        {.id = "3", .name = "ci-image-builder-noble-x64", .metadata = mark(us, "alive")},
                        {.id = "4", .name = "ci-image-builder-noble-x64", .metadata = mark("another", "dead")},
                        {.id = "5", .name = "ci-image-builder-noble-x64"},
                        {.id = "6", .name = "web-server"}}};
        QCOMPARE(found(inventory, {.builds = {"alive"}}), (QStringList{"1 ours", "2 ours", "4 other", "5 other"}));
    }

    void case23_aKeyPairIsJudgedByNameAndFingerprint()
    {
        const auto own = ownName(QStringLiteral("ci-image-builder-ssh-key"), us);
        const Inventory inventory{.keyPairs = {{.name = "ci-image-builder-ssh-key", .fingerprint = "live"},
                                               {.name = "old-image-builder-ssh-key", .fingerprint = "foreign"},
                                               {.name = own, .fingerprint = "former"},
                                               {.name = "somebody", .fingerprint = "foreign"}}};
        QCOMPARE(found(inventory, {.fingerprint = "live"}),
                 (QStringList{"old-image-builder-ssh-key other", own + " ours"}));
    }

    void case23_onlyASecondGroupOfOursIsLeftOverAndOnlyWhileNothingIsBuilt()
    {
        const auto ours = groupDescription(us);
        const Inventory inventory{.groups = {{.id = "1", .name = securityGroupName, .description = "charm's"},
                                             {.id = "2", .name = securityGroupName, .description = ours},
                                             {.id = "3", .name = securityGroupName, .description = ours}}};
        QCOMPARE(found(inventory, {}), (QStringList{"1 other", "3 ours"}));
        QCOMPARE(found(inventory, {.builds = {"alive"}}), QStringList{"1 other"});
    }

    void aBaseImageThatIsBeingRenewedIsNotLeftOver()
    {
        const Inventory inventory{.images = {{.id = "1", .name = "base", .status = "saving"},
                                             {.id = "2", .name = "base", .status = "active"}}};
        QCOMPARE(found(inventory, {}), QStringList{"1 ours"});
        QCOMPARE(found(inventory, {.basesUnderWay = {"base"}}), QStringList());
    }

private:
    const QString us = QStringLiteral("6a1f0000-0000-4000-8000-000000000001");

    static openstack::Properties mark(const QString &deployment, const QString &build)
    {
        return {{property::deployment, deployment}, {property::build, build}};
    }
    QStringList found(const Inventory &inventory, const Needed &needed) const
    {
        QStringList list;
        for (const auto &left : leftoversIn(inventory, us, needed))
            list << left.id + (left.ours ? QStringLiteral(" ours") : QStringLiteral(" other"));
        return list;
    }
};

IMAGEBUILDER_TEST(LeftoversTest, "leftovers")
#include "leftoverstest.moc"
