// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "juju/consumer.h"

#include "fakemodel.h"
#include "support/testmain.h"

#include <QCoro/QCoroTask>

using namespace imagebuilder;
using namespace imagebuilder::juju;

namespace {

Bag bagOf(const QString &project, const QString &url = QStringLiteral("https://keystone.example:5000/v3"))
{
    return {{"auth_url", url},
            {"password", "p"},
            {"project_domain_name", "Default"},
            {"project_name", project},
            {"username", "ci"},
            {"user_domain_name", "Default"},
            {"private-address", "1"},
            {"ingress-address", "10.0.0.2"}};
}

QJsonObject jsonOf(const Bag &bag)
{
    QJsonObject object;
    for (const auto &[key, value] : bag.asKeyValueRange())
        object.insert(key, value);
    return object;
}

QStringList cloudsOf(const QList<Consumer> &consumers)
{
    QStringList names;
    for (const auto &consumer : consumers)
        names << consumer.cloud;
    return names;
}

class ConsumerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case29_aConsumerIsReadyOnceAllSixKeysAreThere()
    {
        auto bag = bagOf(QStringLiteral("web"));
        QVERIFY(parseConsumer(bag));
        for (const auto *key :
             {"auth_url", "password", "project_domain_name", "project_name", "username", "user_domain_name"}) {
            auto partial = bag;
            partial.remove(QLatin1String(key));
            QCOMPARE(parseConsumer(partial).error().kind(), ErrorKind::NotFound);
            partial.insert(QLatin1String(key), QString());
            QCOMPARE(parseConsumer(partial).error().kind(), ErrorKind::NotFound);
        }
        QCOMPARE(parseConsumer({}).error().kind(), ErrorKind::NotFound);
    }

    void case29_whatCannotBeUsedIsRefusedWithoutRepeatingIt_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("no address") << "auth_url" << "keystone";
        QTest::newRow("another scheme") << "auth_url" << "file:///etc/passwd";
        QTest::newRow("oversized") << "password" << QString(5000, u'x');
        QTest::newRow("not UTF-8") << "username" << QStringLiteral("ci") + QChar(QChar::ReplacementCharacter);
        QTest::newRow("a zero") << "project_name" << QStringLiteral("w") + QChar(0);
    }

    void case29_whatCannotBeUsedIsRefusedWithoutRepeatingIt()
    {
        QFETCH(const QString, key);
        QFETCH(const QString, value);
        auto bag = bagOf(QStringLiteral("web"));
        bag.insert(key, value);
        const auto parsed = parseConsumer(bag);
        QCOMPARE(parsed.error().kind(), ErrorKind::Config);
        QVERIFY(parsed.error().message().contains(key));
        QVERIFY(!parsed.error().message().contains(value));
    }

    void twoUnderOneNameAreToldApartAndKeepTheirNames()
    {
        const auto consumer = [](const QString &url) {
            return *parseConsumer(bagOf(QStringLiteral("web"), url));
        };
        QMap<QString, QString> names;
        QList<Consumer> all{consumer(QStringLiteral("https://one/v3")), consumer(QStringLiteral("https://two/v3")),
                            consumer(QStringLiteral("https://one/v3"))};
        nameConsumers(all, names);
        QCOMPARE(all[0].cloud, QStringLiteral("web_ci"));
        QVERIFY(all[1].cloud.startsWith(u"web_ci-"));
        QCOMPARE(all[2].cloud, all[0].cloud);
        // The first one leaves; the other one does not become another cloud by that.
        const auto before = all[1].cloud;
        QList<Consumer> left{all[1]};
        nameConsumers(left, names);
        QCOMPARE(left[0].cloud, before);
        QCOMPARE(names.size(), 1);
    }

    void regionsMakeAnotherCloud()
    {
        auto other = bagOf(QStringLiteral("web"));
        other.insert(QStringLiteral("region_name"), QStringLiteral("two"));
        QList<Consumer> all{*parseConsumer(bagOf(QStringLiteral("web"))), *parseConsumer(other)};
        QMap<QString, QString> names;
        nameConsumers(all, names);
        QVERIFY(all[0].cloud != all[1].cloud);
    }

    void case29_oneBadConsumerStopsNotTheOthers()
    {
        FakeModel model;
        model.addUnit(QStringLiteral("builder/0"), true);
        model.relate(QStringLiteral("image:10"), QStringLiteral("late"), jsonOf(bagOf(QStringLiteral("late"))));
        model.relate(QStringLiteral("image:9"), QStringLiteral("web"), jsonOf(bagOf(QStringLiteral("web"))));
        model.relate(QStringLiteral("image:3"), QStringLiteral("bad"),
                     jsonOf(bagOf(QStringLiteral("bad"), QStringLiteral("nowhere"))));
        model.relate(QStringLiteral("image:4"), QStringLiteral("empty"), {{"private-address", "10.0.0.4"}});
        const HookTools tools(model.begin(QStringLiteral("hooks/config-changed")));
        auto consumers = QCoro::waitFor(readConsumers(tools, {}));
        QVERIFY(consumers);
        QMap<QString, QString> names;
        nameConsumers(consumers->ready, names);
        QCOMPARE(cloudsOf(consumers->ready), (QStringList{"web_ci", "late_ci"}));
        QCOMPARE(consumers->complaints.size(), 1);
        QVERIFY(consumers->complaints.first().contains(u"bad/0"));
    }
};

} // namespace

IMAGEBUILDER_TEST(ConsumerTest, "consumer")
#include "consumertest.moc"
