// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>

using namespace imagebuilder::testing;

/// What follows a power loss: several interrupted builds, and clouds that are gone meanwhile.
class RecoveryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case21_twoImagesInterruptedTogetherAreBothFinishedByTheirOwnCommands()
    {
        DeliveryFixture fixture;
        fixture.interrupt(m_first, m_stop);
        fixture.interrupt(m_second, m_stop);
        const auto first = fixture.program().start(m_first);
        const auto second = fixture.program().start(m_second);
        for (auto *process : {first.get(), second.get()}) {
            const auto ended = Program::wait(*process);
            QVERIFY2(ended.exitCode == 0, ended.err.constData());
            QVERIFY2(ended.err.contains("resuming build"), ended.err.constData());
            QVERIFY2(!ended.err.contains("undoing build"), ended.err.constData());
        }
        QVERIFY(fixture.cloud().state().value("servers").toArray().isEmpty());
    }

    void case21_aConsumerThatIsGoneKeepsNothingFromBeingUndone()
    {
        DeliveryFixture fixture;
        fixture.interrupt(m_first, {{"method", "PUT"}, {"path", "/file$"}, {"project", "web"}});
        QFile clouds(fixture.cloud().cloudsYaml());
        QVERIFY(clouds.open(QIODevice::ReadOnly));
        const auto less = fixture.program().path(QStringLiteral("less.yaml"));
        QFile file(less);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(clouds.readAll().replace("  web:", "  renamed:"));
        file.close();
        fixture.program().setVariable(QStringLiteral("OS_CLIENT_CONFIG_FILE"), less);
        const auto ended = fixture.program().run({"builds", "cancel", onlyBuild(fixture)});
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        QVERIFY2(ended.err.contains("cloud web is in clouds.yaml no more"), ended.err.constData());
        QVERIFY(fixture.cloud().state().value("servers").toArray().isEmpty());
    }

private:
    static QString onlyBuild(DeliveryFixture &fixture)
    {
        const auto list = fixture.program().run({"builds", "list", "--output", "json"}).json().value("builds");
        return list[0]["id"].toString();
    }

    static QStringList building(const QString &image, const QString &consumer)
    {
        return {"--os-cloud", "builder",         "run",   image, "--arch", "x64", "--prefix", "ci", "--image-signature",
                "off",        "--upload-clouds", consumer};
    }

    const QJsonObject m_stop{{"method", "POST"}, {"path", "/servers/[^/]+/action$"}};
    const QStringList m_first = building(QStringLiteral("ci-noble-x64"), QStringLiteral("web"));
    const QStringList m_second = building(QStringLiteral("ci-other-x64"), QStringLiteral("batch"));
};

IMAGEBUILDER_TEST(RecoveryTest, "recovery")
#include "recoverytest.moc"
