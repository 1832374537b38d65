// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/baseimage.h"

#include "build/leftovers.h"
#include "build/properties.h"
#include "buildfixture.h"
#include "support/testmain.h"

#include <QtCore/QDir>

using namespace imagebuilder;
using namespace imagebuilder::testing;

class BaseImageTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<BuildFixture> m_fixture;
    std::unique_ptr<BuildSite> m_site;

    Result<build::BaseImage> ensure()
    {
        auto &site = m_site->site();
        const auto request = m_site->request();
        const std::shared_ptr<const build::BaseImageSite> base(new build::BaseImageSite{.cloud = site.cloud,
                                                                                        .journal = site.journal,
                                                                                        .source = site.source,
                                                                                        .clock = site.clock,
                                                                                        .deployment = site.deployment,
                                                                                        .prefix = "app",
                                                                                        .events = site.events,
                                                                                        .lockFolder = site.lockFolder});
        return QCoro::waitFor(build::ensureBaseImage(base, request.release, request.arch, {}));
    }
    QList<QJsonObject> revisions() const
    {
        QList<QJsonObject> found;
        for (const auto &image : m_fixture->cloud.state().value("images").toArray())
            if (image[u"name"] == QStringLiteral("app-image-builder-base-noble-x64"))
                found << image.toObject();
        return found;
    }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<BuildFixture>();
        m_site = std::make_unique<BuildSite>(m_fixture->place(), QStringList());
    }
    void cleanup()
    {
        m_site.reset();
        m_fixture.reset();
    }

    void whatIsThereAlreadyIsNotSentAgain()
    {
        const auto first = ensure();
        QVERIFY2(first, first ? "" : qPrintable(first.error().message()));
        QVERIFY(first->uploaded);
        QVERIFY(first->warning.isEmpty());
        const auto second = ensure();
        QVERIFY(!second->uploaded);
        QCOMPARE(second->id, first->id);
        QCOMPARE(revisions().size(), 1);
    }

    void aNewerOneReplacesTheOlder()
    {
        const auto first = ensure();
        m_fixture->mirror().publish(QByteArray(1 << 20, 'n'));
        const auto second = ensure();
        QVERIFY2(second, second ? "" : qPrintable(second.error().message()));
        QVERIFY(second->uploaded);
        QVERIFY(second->id != first->id);
        QCOMPARE(revisions().size(), 1);
    }

    void case17_aWrongListLeavesTheLastGoodOne()
    {
        const auto first = ensure();
        m_fixture->mirror().overwrite("noble/current/SHA256SUMS", "no list\n");
        const auto second = ensure();
        QVERIFY2(second, second ? "" : qPrintable(second.error().message()));
        QCOMPARE(second->id, first->id);
        QVERIFY(!second->warning.isEmpty());
    }

    void whatIsKnownOfItStandsOnTheImage()
    {
        QVERIFY(QDir(m_fixture->mirror().file("noble")).mkpath("current/unpacked"));
        m_fixture->mirror().overwrite("noble/current/unpacked/build-info.txt", "serial=20260131\n");
        const auto made = ensure();
        QCOMPARE(made->serial, QStringLiteral("20260131"));
        const auto image = revisions().first();
        const auto properties = image.value("properties").toObject();
        QCOMPARE(properties.value(build::property::serial).toString(), "20260131");
        QCOMPARE(properties.value(build::property::sha256).toString(), QString::fromLatin1(made->sha256));
        QCOMPARE(properties.value(build::property::signedBy).toString().size(), 40);
        QCOMPARE(image.value("disk_format").toString(), "raw"); // by its content, whatever its name
        QCOMPARE(ensure()->serial, QStringLiteral("20260131"));
    }

    void case17_noByteIsSentBeforeTheWholeFileIsChecked()
    {
        m_fixture->mirror().overwrite("noble/current/noble-server-cloudimg-amd64.img", QByteArray(1 << 20, 'w'));
        QVERIFY(!ensure());
        QVERIFY(revisions().isEmpty());
        for (const auto &request : m_fixture->cloud.requests())
            QVERIFY(request[u"method"].toString() != u"PUT");
    }

    void case02_whatAnInterruptedUploadLeftIsRemoved()
    {
        const QJsonObject half{{"name", "app-image-builder-base-noble-x64"},
                               {"status", "saving"},
                               {build::property::deployment, m_site->journal().deployment()}};
        m_fixture->plant("builder", half);
        QVERIFY(ensure());
        QCOMPARE(revisions().size(), 1);
        QCOMPARE(revisions().first().value("status").toString(), "active");
    }

    void anUploadThatBreaksIsMadeAnew()
    {
        m_fixture->cloud.addFault({{"kind", "reset"}, {"method", "PUT"}, {"path", "/file$"}});
        const auto made = ensure();
        QVERIFY2(made, made ? "" : qPrintable(made.error().message()));
        QCOMPARE(revisions().size(), 1);
    }

    void case23_leftoversAreOursAloneAndOthersAreNamed()
    {
        QVERIFY(ensure());
        const auto us = m_site->journal().deployment();
        const QJsonObject candidate{{"name", "app-noble-x64"},
                                    {"status", "active"},
                                    {build::property::deployment, us},
                                    {build::property::build, "gone"},
                                    {build::property::state, "candidate"}};
        auto published = candidate;
        published.insert(build::property::state, "previous");
        auto foreign = candidate;
        foreign.insert(build::property::deployment, "another");
        const auto left = m_fixture->plant("builder", candidate);
        m_fixture->plant("builder", published);
        m_fixture->plant("builder", foreign);

        auto &cloud = m_site->site().cloud;
        const auto inventory = QCoro::waitFor(build::takeInventory(cloud, us, {}));
        QVERIFY2(inventory, inventory ? "" : qPrintable(inventory.error().message()));
        const auto found = build::leftoversIn(*inventory, us, {});
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().id, left);
        QVERIFY(build::leftoversIn(*inventory, us, {.builds = {"gone"}}).isEmpty());
        QVERIFY(!*QCoro::waitFor(build::hasChanged(cloud, found.first(), {})));
        QVERIFY(QCoro::waitFor(build::removeLeftover(cloud, found.first(), {})));
        QVERIFY(QCoro::waitFor(build::removeLeftover(cloud, found.first(), {}))); // gone is no error
        QVERIFY(*QCoro::waitFor(build::hasChanged(cloud, found.first(), {})));
        QCOMPARE(m_fixture->builtImages("builder").size(), 2);
    }
};

IMAGEBUILDER_TEST(BaseImageTest, "baseimage")
#include "baseimagetest.moc"
