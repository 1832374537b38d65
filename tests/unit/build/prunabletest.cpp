// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/properties.h"
#include "build/prune.h"
#include "support/testmain.h"

using namespace imagebuilder::build;
using imagebuilder::openstack::Image;

namespace {

const QString us = QStringLiteral("deployment-1");
const QString project = QStringLiteral("project-1");

/// An active image of ours, `day` of one month; its build has the same name.
Image image(const QString &id, int day)
{
    Image made{.id = id, .name = "app-noble-x64", .status = "active", .owner = project, .size = 1};
    made.created = QDateTime(QDate(2026, 1, day), QTime(0, 0), QTimeZone::UTC);
    made.properties = {{property::deployment, us}, {property::build, QStringLiteral("build-%1").arg(id)}};
    return made;
}

QList<Image> week()
{
    QList<Image> images;
    for (int day = 1; day <= 7; ++day)
        images << image(QString::number(day), day);
    return images;
}

Retention keeping(int keep, const QStringList &published = {})
{
    return {.deployment = us, .projectId = project, .keep = keep, .published = published};
}

} // namespace

class PrunableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNewestStayAndTheOldestGoFirst()
    {
        QCOMPARE(prunable(week(), keeping(5), {}), QStringList({"1", "2"}));
        QCOMPARE(prunable(week(), keeping(7), {}), QStringList());
        QCOMPARE(prunable(week(), keeping(0), {}).size(), 6);
    }

    void whatIsPublishedStaysHoweverOld()
    {
        QCOMPARE(prunable(week(), keeping(2, {"1", "7"}), {}), QStringList({"2", "3", "4", "5"}));
    }

    void whatIsYoungerThanTheLastPublicationStays()
    {
        QCOMPARE(prunable(week(), keeping(2, {"3"}), {}), QStringList({"1", "2"}));
    }

    void whatRunningBuildsMadeStays() { QCOMPARE(prunable(week(), keeping(5), {"build-1"}), QStringList({"2"})); }

    void case02_stuckOnesGoUnlessTheirBuildRuns()
    {
        auto images = week();
        for (int i : {4, 5, 6})
            images[i].status = QStringList({"queued", "saving", "killed"}).at(i - 4);
        QCOMPARE(prunable(images, keeping(5), {"build-6"}), QStringList({"5", "7"}));
    }

    void case02_aStuckOneDoesNotCountAsKept()
    {
        auto images = week();
        images[6].status = "saving";
        QCOMPARE(prunable(images, keeping(6), {"build-7"}), QStringList());
    }

    void case03_protectedOnesAreNotTried()
    {
        auto images = week();
        images[0].isProtected = true;
        QCOMPARE(prunable(images, keeping(5), {}), QStringList({"2"}));
    }

    void case04_othersAreNeitherPrunedNorCounted()
    {
        auto images = week();
        images[6].owner = "project-2";
        images[5].properties.insert(property::deployment, "deployment-2");
        QCOMPARE(prunable(images, keeping(5), {}), QStringList());
        QCOMPARE(prunable(images, keeping(4), {}), QStringList({"1"}));
    }

    void theOldCharmsImagesAreAdopted()
    {
        auto images = week();
        for (auto &old : images)
            old.properties = {{"architecture", "x86_64"}};
        images[1].status = "queued"; // the old charm may be at work
        QCOMPARE(prunable(images, keeping(5), {}), QStringList({"1"}));
    }
};

IMAGEBUILDER_TEST(PrunableTest, "prunable")
#include "prunabletest.moc"
