// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "schemas.h"
#include "support/testmain.h"

#include <QtCore/QJsonDocument>

using namespace imagebuilder::testing;

class NotifyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCommandGetsTheEndOfABuild()
    {
        DeliveryFixture fixture;
        fixture.program().setVariable(QStringLiteral("IMAGE_BUILDER_SECRET_TOKEN"), QStringLiteral("s3cr3t-v4lue"));
        const auto file = fixture.program().path(QStringLiteral("event"));
        const auto command = QStringLiteral("cat > %1; env >> %1.environment").arg(file);
        const auto ended = fixture.build({"--upload-clouds", "web", "--notify", command, "--output", "json"});
        QCOMPARE(ended.exitCode, 0);
        const auto event = eventIn(file);
        QCOMPARE(checkedBySchema(QStringLiteral("notification"), event), QString());
        QCOMPARE(event.value("event"), QStringLiteral("build-succeeded"));
        QCOMPARE(event.value("build"), ended.json().value("build"));
        QCOMPARE(event.value("images")[0]["consumer"], QStringLiteral("web"));
        QVERIFY(fixture.program().filesWith("s3cr3t-v4lue").isEmpty());
    }

    void aBuildThatFailsIsToldWithItsIdAndError()
    {
        DeliveryFixture fixture;
        const auto file = fixture.program().path(QStringLiteral("event"));
        const auto command = QStringLiteral("cat > %1").arg(file);
        QVERIFY(fixture.build({"--flavor", "nonesuch", "--notify", command}).exitCode != 0);
        const auto event = eventIn(file);
        QCOMPARE(checkedBySchema(QStringLiteral("notification"), event), QString());
        QCOMPARE(event.value("event"), QStringLiteral("build-failed"));
        const auto builds = fixture.program().run({"builds", "list", "--output", "json"}).json().value("builds");
        QCOMPARE(event.value("build"), builds[0]["id"]);
        QVERIFY(event.value("error")["message"].toString().contains(u"nonesuch"));
    }

    void aCommandThatFailsIsAWarning()
    {
        DeliveryFixture fixture;
        const auto ended = fixture.build({"--notify", "echo oops >&2; exit 3"});
        QCOMPARE(ended.exitCode, 0);
        QVERIFY2(ended.err.contains("the notify command failed: exit code 3: oops"), ended.err.constData());
    }

private:
    static QJsonObject eventIn(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }
};

IMAGEBUILDER_TEST(NotifyTest, "notify")
#include "notifytest.moc"
