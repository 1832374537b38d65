// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "buildfixture.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>

using namespace imagebuilder;
using namespace imagebuilder::testing;

/// What images carry beside what imagebuilder itself puts there.
class LabelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void snapshotAndCopyCarryThem()
    {
        const BuildFixture fixture;
        BuildSite site(fixture.place(), {"consumer"});
        auto request = site.request();
        request.labels = {.tags = {QStringLiteral("ci"), QStringLiteral("runner")},
                          .visibility = QStringLiteral("community"),
                          .minDiskGiB = 77,
                          .properties = {{QStringLiteral("os_distro"), QStringLiteral("ubuntu")}}};
        const auto outcome = QCoro::waitFor(build::runBuild(site.site(), request, "manual", {}, {}));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        for (const auto *project : {"builder", "consumer"}) {
            const auto images = fixture.builtImages(QString::fromLatin1(project));
            QCOMPARE(images.size(), 1);
            QCOMPARE(images[0].value("tags").toArray(), (QJsonArray{"ci", "runner"}));
            QCOMPARE(images[0].value("visibility").toString(), "community");
            QCOMPARE(images[0].value("min_disk").toInt(), 77);
            QCOMPARE(images[0].value("properties")[u"os_distro"].toString(), "ubuntu");
            QCOMPARE(images[0].value("properties")[u"architecture"].toString(), "x86_64");
        }
    }

    void whatAPolicyRefusesIsAWarning()
    {
        const BuildFixture fixture;
        BuildSite site(fixture.place(), {"consumer"});
        auto request = site.request();
        request.labels = {.tags = {QStringLiteral("ci")}, .visibility = QStringLiteral("public")};
        const auto outcome = QCoro::waitFor(build::runBuild(site.site(), request, "manual", {}, {}));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        QCOMPARE(outcome->delivered.keys(), QStringList{"consumer"});
        QCOMPARE(site.events().filter(QStringLiteral("is without its visibility public: ")).size(), 2);
        QCOMPARE(fixture.builtImages(QStringLiteral("consumer"))[0].value("tags").toArray(), QJsonArray{"ci"});
    }
};

IMAGEBUILDER_TEST(LabelsTest, "labels")
#include "labelstest.moc"
