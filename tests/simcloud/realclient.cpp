// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/publicclient.h"
#include "support/realcloud.h"
#include "support/simcloudprocess.h"
#include "support/testmain.h"

#include <QtCore/QRegularExpression>

using namespace imagebuilder::testing;

/// The public client's script on a real cloud (label `real`): each command shows the same fields as on the simulated
/// one.
class RealClientTest : public QObject
{
    Q_OBJECT

    QMap<QString, QJsonValue> m_simulated;
    QMap<QString, QJsonValue> m_real;

private Q_SLOTS:
    void initTestCase()
    {
        skipWithoutRealCloud();
        PublicClient real(QProcessEnvironment::systemEnvironment(), testCloud());
        m_real = real.show();
        real.remove();
        const SimcloudProcess cloud({"--time-scale", "60"});
        m_simulated = PublicClient(cloud.environment(), QStringLiteral("builder")).show();
    }

    void bothCloudsShowTheSameFields()
    {
        QCOMPARE(m_simulated.keys(), m_real.keys());
        QStringList differences;
        for (const auto &[command, document] : m_real.asKeyValueRange()) {
            const auto real = fieldsIn(document);
            const auto simulated = fieldsIn(m_simulated.value(command));
            for (const auto &field : real - simulated)
                differences << command + QStringLiteral(": only the real cloud has ") + field;
            for (const auto &field : simulated - real)
                differences << command + QStringLiteral(": only the simulated cloud has ") + field;
        }
        QVERIFY2(differences.isEmpty(), qPrintable(differences.join(u'\n')));
    }

    void quotasAndLimitsHaveTheSameNames_data()
    {
        QTest::addColumn<QString>("column");
        QTest::newRow("limits show") << "Name";
        QTest::newRow("quota show") << "Resource";
        QTest::newRow("quota show -f json --network") << "Resource";
    }
    void quotasAndLimitsHaveTheSameNames()
    {
        QFETCH(QString, column);
        const auto names = [&column](const QJsonValue &table) {
            QStringList found;
            for (const auto &line : table.toArray())
                found << line[column].toString();
            found.sort();
            return found;
        };
        const QString command = QLatin1String(QTest::currentDataTag());
        const auto real = names(m_real.value(command));
        auto simulated = names(m_simulated.value(command));
        // A cloud without Cinder, or without routers for floating IPs, says nothing of them.
        static const QRegularExpression optional(QStringLiteral("volume|gigabytes|snapshot|backup|floating"),
                                                 QRegularExpression::CaseInsensitiveOption);
        simulated.removeIf(
            [&](const QString &name) { return optional.match(name).hasMatch() && !real.contains(name); });
        QCOMPARE(simulated, real);
    }
};

IMAGEBUILDER_TEST(RealClientTest, "realclient")

#include "realclient.moc"
