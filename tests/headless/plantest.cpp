// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>

using namespace imagebuilder::testing;

/// imagebuilderd plan.
class PlanCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMistakeIsALineWithItsPlace()
    {
        const Program program;
        const auto file = write(program, "flavour: big\nkeep: 0\n");
        const auto ended = program.run({"plan", "--check", file});
        QCOMPARE(ended.exitCode, 3);
        QCOMPARE(ended.out, QByteArray(file.toUtf8() + ":7:1: flavour: is no key of a plan; did you mean flavor?\n" +
                                       file.toUtf8() + ":8:7: keep: '0' is no number from 1 to 1000\n"));
        const auto json = program.run({"plan", "--check", file, "--output", "json"});
        QCOMPARE(json.exitCode, 3);
        QCOMPARE(json.json().value("mistakes")[0][u"column"].toInt(), 1);
        QCOMPARE(json.json().value("mistakes")[1][u"key"].toString(), QStringLiteral("keep"));
    }

    void thePlanOfTheEnvironmentIsCheckedAndNamed()
    {
        Program program;
        const auto file = write(program, {});
        program.setVariable(QStringLiteral("IMAGEBUILDER_PLAN"), file);
        const auto ended = program.run({"plan", "--check"});
        QVERIFY2(ended.exitCode == 0, ended.out.constData());
        QCOMPARE(ended.out, QByteArray(file.toUtf8() + " is good: 2 images for 0 consumers\n"));
    }

    void aConsumerThatNoCloudIsIsFoundBeforeAnythingIsAsked()
    {
        DeliveryFixture fixture({});
        const auto file = write(fixture.program(), "consumers: [web, bach]\n");
        const auto ended = fixture.program().run({"plan", "--check", file});
        QCOMPARE(ended.exitCode, 3);
        QVERIFY2(ended.out.contains(":7:18: consumers: clouds.yaml has no cloud 'bach'; did you mean batch?"),
                 ended.out.constData());
        QVERIFY(fixture.cloud().requests().isEmpty());
    }

private:
    static QString write(const Program &program, const QByteArray &more)
    {
        QFile file(program.path(QStringLiteral("plan.yaml")));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no plan could be written");
        file.write("version: 1\ncloud: builder\nbases: [jammy, noble]\narchitectures: [x64]\nprefix: ci\n"
                   "image-signature: off\n" +
                   more);
        return file.fileName();
    }
};

IMAGEBUILDER_TEST(PlanCommandTest, "plan")
#include "plantest.moc"
