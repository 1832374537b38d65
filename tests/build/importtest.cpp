// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/distribute.h"
#include "build/properties.h"
#include "buildfixture.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::testing;

/// Delivery to another region, whose Glance can fetch the image by itself.
class ImportTest : public QObject
{
    Q_OBJECT

    const QString m_consumer = QStringLiteral("consumer-there");
    std::unique_ptr<BuildFixture> m_fixture;
    std::unique_ptr<BuildSite> m_site;
    build::ProgressPtr m_build;

    /// Ready to distribute.
    void begin(build::Way way, const QStringList &consumers, bool offered = true)
    {
        QStringList arguments{"--region", "here", "--region", "there"};
        if (offered)
            arguments << "--import-method" << "glance-download";
        m_fixture = std::make_unique<BuildFixture>(arguments);
        m_site = std::make_unique<BuildSite>(m_fixture->place(), consumers);
        m_build = m_site->begun();
        m_build->request.distribution.usual = way;
        const QJsonObject image{{"name", "app-noble-x64"},
                                {"status", "active"},
                                {"visibility", "private"},
                                {build::property::deployment, m_site->journal().deployment()},
                                {build::property::build, m_build->id},
                                {build::property::state, "candidate"},
                                {"hw_qemu_guest_agent", "yes"}};
        m_build->snapshotId = m_fixture->plant("builder", image, 4 << 20);
        QVERIFY(m_site->journal().beginStep(m_build->id, build::step::distribute));
    }
    void distribute()
    {
        const auto done = QCoro::waitFor(build::distribute(m_site->site(), m_build, {}));
        QVERIFY2(done, done ? "" : qPrintable(done.error().message()));
    }
    void refuse(const QString &method, const QString &path) const
    {
        m_fixture->cloud.addFault({{"kind", "status"},
                                   {"status", 403},
                                   {"method", method},
                                   {"path", path},
                                   {"project", "consumer"},
                                   {"times", 0}});
    }
    QJsonObject image(const QString &id) const
    {
        for (const auto &entry : m_fixture->cloud.state().value("images").toArray())
            if (entry[u"id"] == id)
                return entry.toObject();
        return {};
    }
    QJsonObject copyThere() const
    {
        const auto found = m_fixture->builtImages("consumer");
        return found.size() == 1 ? found.first() : QJsonObject();
    }
    QStringList warnings() const { return m_site->events().filter("gets a copy instead of an import"); }

private Q_SLOTS:
    void cleanup()
    {
        m_site.reset();
        m_fixture.reset();
    }

    void theOtherRegionsGlanceFetchesTheImageByItself()
    {
        begin(build::Way::Import, {m_consumer});
        distribute();
        QCOMPARE(m_build->ways.value(m_consumer), "import");
        QCOMPARE(m_site->journal().deliveries(m_build->id)->first().way, "import");
        const auto copy = copyThere();
        QCOMPARE(copy.value("id").toString(), m_build->delivered.value(m_consumer));
        QCOMPARE(copy.value("region").toString(), "there");
        QCOMPARE(copy.value("uploads").toInt(), 0);
        const auto snapshot = image(m_build->snapshotId);
        QCOMPARE(copy.value("os_hash_value"), snapshot.value("os_hash_value"));
        QVERIFY(snapshot.value("members").toObject().isEmpty()); // it could read it only meanwhile
        QCOMPARE(copy.value("properties")[build::property::build].toString(), m_build->id);
        QCOMPARE(warnings(), QStringList());
    }

    void autoTakesItWhereNothingCouldBeShared()
    {
        begin(build::Way::Auto, {m_consumer, QStringLiteral("consumer2-there"), QStringLiteral("consumer2")});
        distribute();
        QCOMPARE(m_build->ways.value(m_consumer), "import");
        QCOMPARE(m_build->ways.value("consumer2-there"), "share");
        QCOMPARE(m_build->ways.value("consumer2"), "share");
        QCOMPARE(image(m_build->snapshotId).value("members").toObject().size(), 1); // what is shared stays so
    }

    void whereItIsNotOfferedAutoCopiesWithoutAWord()
    {
        begin(build::Way::Auto, {m_consumer}, false);
        distribute();
        QCOMPARE(m_build->ways.value(m_consumer), "copy");
        QCOMPARE(warnings(), QStringList());
    }

    void whoAskedForItIsToldWhyItIsACopy()
    {
        begin(build::Way::Import, {m_consumer}, false);
        distribute();
        QCOMPARE(m_build->ways.value(m_consumer), "copy");
        QCOMPARE(warnings().size(), 1);
    }

    void whatWasRefusedIsCopied_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("path");
        QTest::newRow("the request") << "POST" << "/import$";
        QTest::newRow("what the Glance there reads") << "GET" << "^/image/v2/images/[^/]+/file$";
        QTest::newRow("the question") << "GET" << "/info/import$";
    }
    void whatWasRefusedIsCopied()
    {
        QFETCH(const QString, method);
        QFETCH(const QString, path);
        begin(build::Way::Import, {m_consumer});
        refuse(method, path);
        distribute();
        QCOMPARE(m_build->ways.value(m_consumer), "copy");
        QCOMPARE(warnings().size(), 1);
        QCOMPARE(copyThere().value("id").toString(), m_build->delivered.value(m_consumer)); // and nothing beside it
        QVERIFY(image(m_build->snapshotId).value("members").toObject().isEmpty());
    }
};

IMAGEBUILDER_TEST(ImportTest, "import")
#include "importtest.moc"
