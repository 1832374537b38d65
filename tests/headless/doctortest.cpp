// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "schemas.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>

using namespace imagebuilder::testing;

class DoctorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGoodSiteIsOkLineByLine()
    {
        DeliveryFixture fixture;
        const auto ended = fixture.program().run(m_doctor);
        QVERIFY2(ended.exitCode == 0, ended.out.constData());
        QCOMPARE(checkedBySchema(QStringLiteral("doctor"), ended.json()), QString());
        for (const auto *about : {"ssh", "state folder", "journal", "cloud builder: login", "cloud builder: clock",
                                  "cloud builder: room", "cloud web: image service"})
            QCOMPARE(stateOf(ended, QString::fromLatin1(about)), QStringLiteral("ok"));
        QVERIFY(!QFile::exists(fixture.program().path(QStringLiteral("state/journal.db"))));
    }

    void anOpenGroupIsAWarning()
    {
        DeliveryFixture fixture;
        QCOMPARE(fixture.init().exitCode, 0);
        const auto ended = fixture.program().run(m_doctor);
        QCOMPARE(ended.exitCode, 0);
        QCOMPARE(stateOf(ended, QStringLiteral("cloud builder: security group")), QStringLiteral("warning"));
    }

    void aWrongPasswordIsSaidWithItsRemedyAndLeavesTheOthers()
    {
        DeliveryFixture fixture;
        QFile clouds(fixture.cloud().cloudsYaml());
        QVERIFY(clouds.open(QIODevice::ReadOnly));
        auto text = clouds.readAll();
        const auto web = text.indexOf("  web:");
        const auto password = text.indexOf("password: \"", web) + 11;
        text.replace(password, 4, "oops");
        const auto other = fixture.program().path(QStringLiteral("clouds.yaml"));
        QFile file(other);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) > 0);
        file.close();
        fixture.program().setVariable(QStringLiteral("OS_CLIENT_CONFIG_FILE"), other);
        const auto ended = fixture.program().run(m_doctor);
        QCOMPARE(ended.exitCode, 1);
        QCOMPARE(stateOf(ended, QStringLiteral("cloud web: login")), QStringLiteral("failed"));
        QCOMPARE(stateOf(ended, QStringLiteral("cloud builder: login")), QStringLiteral("ok"));
        QVERIFY(!ended.out.contains("oops"));
    }

private:
    static QString stateOf(const Ended &ended, const QString &about)
    {
        for (const auto &finding : ended.json().value("findings").toArray())
            if (finding[u"about"].toString() == about)
                return finding[u"state"].toString();
        return {};
    }

    const QStringList m_doctor{"--os-cloud", "builder", "doctor", "--upload-clouds", "web,batch", "--output", "json"};
};

IMAGEBUILDER_TEST(DoctorTest, "doctor")
#include "doctortest.moc"
