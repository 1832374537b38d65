// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/nearest.h"
#include "app/plan/plankeys.h"
#include "app/plan/planreader.h"
#include "app/plan/planschema.h"
#include "support/testmain.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>

using namespace imagebuilder;
using namespace imagebuilder::app;

class PlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theExampleIsGoodAndShowsEveryKey()
    {
        const auto file = QStringLiteral(IMAGEBUILDER_SOURCE_DIR "/resources/imagebuilder.yaml.example");
        const auto reading = checkPlan(file, Plan());
        QVERIFY2(reading, qPrintable(reading ? QString() : reading.error().text()));
        QCOMPARE(shown(*reading), QStringList());
        const auto orders = ordersOf(reading->plan);
        QCOMPARE(orders.size(), 8);
        QCOMPARE(orders[1].request.imageName, QStringLiteral("ci-focal-arm64"));
        QCOMPARE(orders[1].request.consumers.size(), 5);
        QCOMPARE(orders[1].cloud, QStringLiteral("builder"));
        QFile example(file);
        QVERIFY(example.open(QIODevice::ReadOnly));
        const auto text = QString::fromUtf8(example.readAll());
        for (const auto &key : planKeys())
            QVERIFY2(text.contains(key.path.section(u'.', -1) + u':'), qPrintable(key.path));
    }

    /// tests/fixtures/plan/NAME.yaml is answered with NAME.txt.
    void everyMistakeIsNamedWithItsPlaceAndTheKeyThatWasMeant()
    {
        const auto reading = checkPlan(fixture(QStringLiteral("mistakes.yaml")), Plan());
        QVERIFY(reading);
        QFile golden(fixture(QStringLiteral("mistakes.txt")));
        QVERIFY(golden.open(QIODevice::ReadOnly));
        QCOMPARE(shown(*reading), QString::fromUtf8(golden.readAll()).trimmed().split(u'\n'));
    }

    void aSecretInThePlanIsRefusedAndNotRepeated()
    {
        const auto reading = read("script:\n  secrets:\n    TOKEN: hunter2\n");
        QCOMPARE(reading.mistakes.size(), 1);
        QVERIFY(!reading.mistakes[0].text.contains(u"hunter2"));
        QCOMPARE(reading.mistakes[0].key, QStringLiteral("script.secrets.TOKEN"));
    }

    void propertiesThatTheBuilderNeedsAreRefused()
    {
        const auto reading = read("properties: {os_distro: ubuntu, 'imagebuilder:build': x, architecture: arm}\n"
                                  "visibility: hidden\n");
        QCOMPARE(shown(reading),
                 QStringList({"plan:4:55: properties.imagebuilder:build: 'imagebuilder:build' is set by "
                              "the builder itself",
                              "plan:4:72: properties.architecture: 'architecture' is set by the "
                              "builder itself",
                              "plan:5:13: visibility: 'hidden' is none of private, shared, community, "
                              "public"}));
        QCOMPARE(reading.plan.request.labels.properties.keys(), QStringList{"os_distro"});
    }

    void secretsComeFromWhereThePlanSays()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("token")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("from a file\n") > 0);
        file.close();
        const auto reading = read("script: {secrets: {A: 'env:WHERE', B: 'file:token'}}\n", folder.path());
        QCOMPARE(shown(reading), QStringList());
        QProcessEnvironment environment;
        QCOMPARE(readSecrets(reading.plan, environment).error().kind(), ErrorKind::Config);
        environment.insert(QStringLiteral("WHERE"), QStringLiteral("from outside"));
        const auto secrets = readSecrets(reading.plan, environment);
        QVERIFY2(secrets, qPrintable(secrets ? QString() : secrets.error().message()));
        QCOMPARE(secrets->value(QStringLiteral("A")).reveal(), QByteArray("from outside"));
        QCOMPARE(secrets->value(QStringLiteral("B")).reveal(), QByteArray("from a file"));
    }

    void aCloudThatCloudsYamlDoesNotHaveIsNamedWithTheOneThatWasMeant()
    {
        const auto document = parseYaml("version: 1\nbases: [noble]\narchitectures: [x64]\n"
                                        "cloud: buidler\nconsumers:\n- web\n- somewhere\n",
                                        QStringLiteral("p"));
        const auto reading = readPlan(*document, Plan(), {}, {QStringLiteral("builder"), QStringLiteral("web")});
        QCOMPARE(shown(reading),
                 QStringList({"plan:4:8: cloud: clouds.yaml has no cloud 'buidler'; did you mean builder?",
                              "plan:7:3: consumers: clouds.yaml has no cloud 'somewhere'; it has builder, web"}));
    }

    void contentComesFromMirrorsOrIsLeftOut()
    {
        const auto good = read("content-mirrors: {runner: 'https://m/releases', snaps: off, ppa: false}\n");
        QCOMPARE(shown(good), QStringList());
        const auto &content = good.plan.request.content;
        QCOMPARE(content.urls.value(QStringLiteral("runner")), QUrl(QStringLiteral("https://m/releases")));
        QVERIFY(!content.snaps && !content.ppa);
        QCOMPARE(good.plan.request.toJson().value(u"content-mirrors").toObject().keys(),
                 QStringList({QStringLiteral("ppa"), QStringLiteral("runner"), QStringLiteral("snaps")}));
        const auto bad = read("content-mirrors:\n  pip: https://m/\n  apt: m\n  npm: https://a:b@m/\n  snaps: never\n");
        QCOMPARE(bad.mistakes.size(), 4);
        QVERIFY(!shown(bad).join(u' ').contains(u"a:b"));
    }

    void aRunnersDigestIsOfOneArchitecture()
    {
        const QString hex(64, u'A');
        const auto one = read("runner-sha256: " + hex.toUtf8() + '\n');
        QCOMPARE(shown(one), QStringList());
        QCOMPARE(ordersOf(one.plan)[0].request.runnerDigest(), hex.toLower().toUtf8());
        const auto both = [&hex](const QByteArray &digests) {
            return readPlan(
                *parseYaml("version: 1\nbases: [noble]\narchitectures: [x64, arm64]\nrunner-sha256: " + digests,
                           QStringLiteral("p")),
                Plan(), {});
        };
        QCOMPARE(both(hex.toUtf8()).mistakes.size(), 1);
        const auto each = both("[x64=" + hex.toUtf8() + ", ARM64=" + QByteArray(64, '0') + "]");
        QCOMPARE(shown(each), QStringList());
        QCOMPARE(ordersOf(each.plan)[1].request.runnerDigest(), QByteArray(64, '0'));
    }

    void armhfOnFocalIsRefusedHere()
    {
        const auto reading =
            readPlan(*parseYaml("version: 1\nbases: [focal, noble]\narchitectures: [arm]\n", "p"), Plan(), {});
        QCOMPARE(reading.mistakes.size(), 1);
        QCOMPARE(reading.mistakes[0].mark.line, 3);
    }

    void theSchemaInTheTreeIsTheTables()
    {
        QFile file(QStringLiteral(IMAGEBUILDER_SOURCE_DIR "/resources/schemas/plan.schema.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto wanted = QJsonDocument(planSchema()).toJson();
        if (qEnvironmentVariableIsSet("IMAGEBUILDER_WRITE_GOLDEN")) {
            file.close();
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(wanted) > 0);
        } else {
            QCOMPARE(QString::fromUtf8(file.readAll()), QString::fromUtf8(wanted));
        }
    }

    void theNearestWordIsFoundAndAFarOneIsNot()
    {
        const QStringList known{QStringLiteral("flavor"), QStringLiteral("network"), QStringLiteral("script.url")};
        QCOMPARE(nearest(QStringLiteral("flavour"), known), QStringLiteral("flavor"));
        QCOMPARE(nearest(QStringLiteral("netwrok"), known), QStringLiteral("network"));
        QCOMPARE(nearest(QStringLiteral("url"), known), QStringLiteral("script.url"));
        QCOMPARE(nearest(QStringLiteral("consumers"), known), QString());
    }

    void thePlanIsLookedForWhereTheManualSays()
    {
        const QTemporaryDir folder;
        Caller caller;
        caller.home = folder.filePath(QStringLiteral("home"));
        caller.workingFolder = folder.path();
        QProcessEnvironment environment;
        QCOMPARE(*findPlan(QStringLiteral("x.yaml"), environment, caller), QStringLiteral("x.yaml"));
        const auto here = folder.filePath(QStringLiteral("imagebuilder.yaml"));
        const auto none = findPlan({}, environment, caller);
        QVERIFY(none || none.error().text().contains(here));
        QFile file(here);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(*findPlan({}, environment, caller), here);
        environment.insert(QStringLiteral("IMAGEBUILDER_PLAN"), QStringLiteral("y.yaml"));
        QCOMPARE(*findPlan({}, environment, caller), QStringLiteral("y.yaml"));
    }

private:
    static QString fixture(const QString &name) { return QStringLiteral(IMAGEBUILDER_FIXTURES "/plan/") + name; }
    static PlanReading read(const QByteArray &more, const QString &folder = {})
    {
        return readPlan(*parseYaml("version: 1\nbases: [noble]\narchitectures: [x64]\n" + more, QStringLiteral("p")),
                        Plan(), folder);
    }
    static QStringList shown(const PlanReading &reading)
    {
        QStringList lines;
        for (const auto &mistake : reading.mistakes)
            lines << shownMistake(QStringLiteral("plan"), mistake);
        return lines;
    }
};

IMAGEBUILDER_TEST(PlanTest, "plan")
#include "plantest.moc"
