// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/simcloudmember.h"
#include "support/testmain.h"

using namespace imagebuilder::testing;

class CinderTest : public QObject
{
    Q_OBJECT

    SimcloudProcess m_cloud{simpleAccounts() + QStringList{"--time-scale", "1000"}};
    SimcloudMember m_builder{m_cloud, QStringLiteral("builder")};
    SimcloudMember m_consumer{m_cloud, QStringLiteral("consumer")};
    const QString m_volumes = QStringLiteral("/volume/v3/project/volumes");

    HttpReply make(const QJsonObject &wish) { return m_builder.ask("POST", m_volumes, {{"volume", wish}}); }
    QString pathOf(const HttpReply &made) const { return m_volumes + u'/' + made.json()[u"volume"][u"id"].toString(); }
    QString statusOf(const QString &path) { return m_builder.ask("GET", path).json()[u"volume"][u"status"].toString(); }

private Q_SLOTS:
    void aVolumeComesAndGoes()
    {
        const auto made = make({{"size", 1}, {"metadata", QJsonObject{{"mark", "x"}}}});
        QCOMPARE(made.status, 202);
        QCOMPARE(made.json()[u"volume"][u"metadata"][u"mark"].toString(), QStringLiteral("x"));
        QTRY_COMPARE(statusOf(pathOf(made)), QStringLiteral("available"));
        QCOMPARE(m_consumer.ask("GET", pathOf(made)).status, 404);
        QCOMPARE(m_builder.ask("DELETE", pathOf(made)).status, 202);
        QTRY_COMPARE(m_builder.ask("GET", pathOf(made)).status, 404);
    }

    void whatCannotBeIsRefusedAsCinderDoes()
    {
        QCOMPARE(make({{"size", 0}}).status, 400);
        QCOMPARE(make({{"size", 1}, {"volume_type", "slow"}}).status, 404);
        QCOMPARE(make({{"size", 1}, {"imageRef", "none"}}).status, 400);
        m_cloud.steer("POST", "quotas", {{"project", "builder"}, {"quota", QJsonObject{{"gigabytes", 5}}}});
        const auto tooLarge = make({{"size", 6}});
        QCOMPARE(tooLarge.status, 413);
        QVERIFY(tooLarge.json()[u"overLimit"][u"message"].toString().contains(u"exceeds allowed gigabytes quota"));
    }
};

IMAGEBUILDER_TEST(CinderTest, "cinder")

#include "cindertest.moc"
