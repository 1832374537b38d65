// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "juju/hooktools.h"

#include "fakemodel.h"
#include "support/testmain.h"

#include <QCoro/QCoroTask>

using namespace imagebuilder;
using namespace imagebuilder::juju;

namespace {

const QString passwordSecret = QStringLiteral("secret:d2ka5h7mbvtc7a1ev0ag");

class HookToolsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<FakeModel> m_model;
    QProcessEnvironment m_environment;

    HookTools tools() const { return HookTools(m_environment); }
    void begin(const QStringList &variables = {}, const QString &path = QStringLiteral("hooks/config-changed"))
    {
        m_environment = m_model->begin(path, variables);
    }
    template <typename T> static T waited(Task<T> task) { return QCoro::waitFor(std::move(task)); }

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<FakeModel>();
        m_model->addUnit(QStringLiteral("builder/0"), true);
    }

    void eventsAreReadFromTheEnvironment()
    {
        begin({"JUJU_RELATION=image", "JUJU_RELATION_ID=image:3", "JUJU_REMOTE_UNIT=web/0"},
              QStringLiteral("hooks/image-relation-joined"));
        const auto hook = HookEnvironment::from(m_environment);
        QVERIFY(hook);
        QCOMPARE(hook->event, QStringLiteral("image-relation-joined"));
        QCOMPARE(hook->relationEvent(), QStringLiteral("joined"));
        QCOMPARE(hook->application(), QStringLiteral("builder"));
        QCOMPARE(hook->version, QVersionNumber(3, 6, 1));
        QVERIFY(!m_environment.contains(QStringLiteral("HOME")));
    }

    void withoutJujuItSaysWhatItIsFor()
    {
        const auto hook = HookEnvironment::from(QProcessEnvironment());
        QVERIFY(!hook);
        QCOMPARE(hook.error().kind(), ErrorKind::Config);
    }

    void cronsEventsAndActionsAreToldApart()
    {
        begin({}, QStringLiteral("actions/run"));
        QCOMPARE(HookEnvironment::from(m_environment)->kind, HookEnvironment::Kind::Action);
        m_environment.insert(QStringLiteral("JUJU_DISPATCH_PATH"), QStringLiteral("run"));
        QCOMPARE(HookEnvironment::from(m_environment)->kind, HookEnvironment::Kind::Custom);
    }

    void configHasNoUnsetOptions()
    {
        m_model->setConfig(QStringLiteral("base-image"), QStringLiteral("noble"));
        m_model->setConfig(QStringLiteral("build-interval"), 6);
        m_model->setConfig(QStringLiteral("architecture"), QJsonValue::Null);
        begin();
        const auto config = waited(tools().config({}));
        QCOMPARE(*config, (QJsonObject{{"base-image", "noble"}, {"build-interval", 6}}));
    }

    void relationsComeInTheOrderOfTheirNumbers()
    {
        for (const auto *id : {"image:10", "image:9", "image:2"})
            m_model->relate(QString::fromLatin1(id), QStringLiteral("web"));
        begin();
        QCOMPARE(*waited(tools().relationIds(QStringLiteral("image"), {})),
                 (QStringList{"image:2", "image:9", "image:10"}));
        QCOMPARE(*waited(tools().relationIds(QStringLiteral("nothing"), {})), QStringList());
        QCOMPARE(*waited(tools().relationUnits(QStringLiteral("image:9"), {})), QStringList{"web/0"});
    }

    void whatToolsRefuseHasAKind()
    {
        m_model->relate(QStringLiteral("image:2"), QStringLiteral("web"));
        begin();
        const auto kind = [this](const QString &relation, const QString &unit) {
            return waited(tools().unitBag(relation, unit, {})).error().kind();
        };
        QCOMPARE(kind(QStringLiteral("image:7"), QStringLiteral("web/0")), ErrorKind::NotFound);
        QCOMPARE(kind(QStringLiteral("image:2"), QStringLiteral("web/7")), ErrorKind::NotFound);
        QCOMPARE(kind(QStringLiteral("image:2"), QStringLiteral("other/0")), ErrorKind::Auth);
    }

    void anyTextGoesThroughADatabag()
    {
        m_model->relate(QStringLiteral("image:2"), QStringLiteral("web"));
        begin();
        const auto odd = QStringLiteral("a=b\n\"c\", {d}: \U0001F600 ~ 'e' \\u00e9 ") + QString(200'000, u'x');
        QVERIFY(waited(tools().setUnitBag(QStringLiteral("image:2"), {{"id", odd}, {"gone", QString()}}, {})));
        QCOMPARE(waited(tools().unitBag(QStringLiteral("image:2"), QStringLiteral("builder/0"), {}))->value("id"), odd);
        QVERIFY(m_model->bag(QStringLiteral("image:2")).isEmpty());
        QCOMPARE(m_model->end(m_environment, 0).changed.size(), 1);
        QCOMPARE(m_model->bag(QStringLiteral("image:2")), (QJsonObject{{"id", odd}}));
    }

    void whatAFailedHookWroteIsDropped()
    {
        m_model->relate(QStringLiteral("image:2"), QStringLiteral("web"));
        begin();
        QVERIFY(waited(tools().setUnitBag(QStringLiteral("image:2"), {{"id", "x"}}, {})));
        QVERIFY(waited(tools().setStatus({UnitStatus::State::Blocked, QStringLiteral("-why")}, {})));
        m_model->end(m_environment, 1);
        QVERIFY(m_model->bag(QStringLiteral("image:2")).isEmpty());
        QCOMPARE(m_model->status(), QStringLiteral("blocked: -why"));
    }

    void afterTheHookNoToolAnswers()
    {
        begin();
        m_model->end(m_environment, 0);
        QCOMPARE(waited(tools().config({})).error().kind(), ErrorKind::Unavailable);
    }

    void onlyTheLeaderWritesForTheApplication()
    {
        m_model->addUnit(QStringLiteral("builder/1"));
        m_model->setLeader(QStringLiteral("builder/1"));
        begin();
        QCOMPARE(*waited(tools().isLeader({})), false);
        const auto refused = waited(tools().setApplicationBag(QStringLiteral("builders:0"), {{"a", "b"}}, {}));
        QCOMPARE(refused.error().kind(), ErrorKind::Auth);
        QVERIFY(waited(tools().applicationBag(QStringLiteral("builders:0"), QStringLiteral("builder"), {})));
    }

    void secretsAreTheNewestRevisionAndHiddenFromPrinting()
    {
        m_model->setSecret(passwordSecret, {{"password", "old"}});
        m_model->setSecret(passwordSecret, {{"password", "new"}});
        begin();
        QCOMPARE(waited(tools().secret(passwordSecret, {}))->value("password"), Secret(QStringLiteral("new")));
    }

    void secretsThatAreMissingOrNotGrantedHaveAKind()
    {
        m_model->setSecret(passwordSecret, {{"password", "x"}}, false);
        begin();
        QCOMPARE(waited(tools().secret(passwordSecret, {})).error().kind(), ErrorKind::Auth);
        const auto other = QStringLiteral("secret:aaaaaaaaaaaaaaaaaaaa");
        QCOMPARE(waited(tools().secret(other, {})).error().kind(), ErrorKind::NotFound);
        QFile::remove(m_model->path(QStringLiteral("tools/secret-get")));
        QCOMPARE(waited(tools().secret(passwordSecret, {})).error().kind(), ErrorKind::Unavailable);
    }

    void actionsHaveParametersResultsAndFailures()
    {
        begin({QStringLiteral("FAKE_ACTION_PARAMETERS={\"wait\":true}")}, QStringLiteral("actions/run"));
        QCOMPARE(*waited(tools().actionParameters({})), (QJsonObject{{"wait", true}}));
        QVERIFY(waited(tools().setActionResult({{"build-ids", "a=b,c"}}, {})));
        QVERIFY(waited(tools().failAction(QStringLiteral("--no"), {})));
        const auto end = m_model->end(m_environment, 0);
        QCOMPARE(end.result, (QJsonObject{{"build-ids", "a=b,c"}}));
        QCOMPARE(end.failed, QStringLiteral("--no"));
    }
};

} // namespace

IMAGEBUILDER_TEST(HookToolsTest, "hooktools")
#include "hooktoolstest.moc"
