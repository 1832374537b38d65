// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journal.h"

#include "support/fakeclock.h"
#include "support/testmain.h"

#include <QtCore/QTemporaryDir>

using namespace imagebuilder;
using namespace imagebuilder::store;

class JournalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_journal = open();
    }
    void cleanup() { m_journal.reset(); }

    void aBuildComesBackAsItWasWritten()
    {
        auto build = newBuild(QStringLiteral("0123456789ab"));
        build.request = {{QStringLiteral("base"), QStringLiteral("noble")}, {QStringLiteral("keep"), 5}};
        QVERIFY(m_journal->addBuild(build));
        build.state = BuildState::Failed;
        build.step = QStringLiteral("provision");
        build.error = QStringLiteral("cloud-init ended with 1 – ‘broken’");
        build.errorKind = QStringLiteral("script");
        build.ended = m_clock.now().addSecs(60);
        QVERIFY(m_journal->updateBuild(build));
        reopen();
        const auto read = m_journal->build(build.id);
        QVERIFY(read && *read);
        QCOMPARE((*read)->imageName, build.imageName);
        QCOMPARE((*read)->request, build.request);
        QCOMPARE((*read)->state, BuildState::Failed);
        QCOMPARE((*read)->error, build.error);
        QCOMPARE((*read)->errorKind, build.errorKind);
        QCOMPARE((*read)->started, build.started);
        QCOMPARE((*read)->ended, build.ended);
        QVERIFY(!(*read)->cancelRequested);
    }

    void anUnknownBuildIsNothingToReadAndAnErrorToChange()
    {
        const auto read = m_journal->build(QStringLiteral("ffffffffffff"));
        QVERIFY(read && !*read);
        const auto changed = m_journal->updateBuild(newBuild(QStringLiteral("ffffffffffff")));
        QVERIFY(!changed);
        QCOMPARE(changed.error().kind(), ErrorKind::Storage);
        QVERIFY(changed.error().message().contains(QStringLiteral("ffffffffffff")));
        QVERIFY(!m_journal->requestCancel(QStringLiteral("ffffffffffff")));
        QVERIFY2(!m_journal->beginStep(QStringLiteral("ffffffffffff"), QStringLiteral("boot")), "foreign keys are on");
    }

    void buildsAreListedNewestFirstAndOpenOnesOldestFirst()
    {
        for (const char *id : {"000000000001", "000000000002", "000000000003"}) {
            QVERIFY(m_journal->addBuild(newBuild(QString::fromLatin1(id))));
            m_clock.advance(seconds(1));
        }
        auto second = *m_journal->build(QStringLiteral("000000000002"))->operator->();
        second.state = BuildState::Succeeded;
        QVERIFY(m_journal->updateBuild(second));
        QCOMPARE(ids(*m_journal->builds(0)), QStringLiteral("000000000003 000000000002 000000000001"));
        QCOMPARE(ids(*m_journal->builds(2)), QStringLiteral("000000000003 000000000002"));
        QCOMPARE(ids(*m_journal->openBuilds()), QStringLiteral("000000000001 000000000003"));
    }

    void aCancelRequestOutlivesTheNextUpdate()
    {
        const auto build = newBuild(QStringLiteral("0123456789ab"));
        QVERIFY(m_journal->addBuild(build));
        QVERIFY(m_journal->requestCancel(build.id));
        QVERIFY(m_journal->updateBuild(build));
        QVERIFY((*m_journal->build(build.id))->cancelRequested);
    }

    void notesOfAStepAreMergedAlsoAfterItsEnd()
    {
        const auto id = addBuild();
        const auto boot = QStringLiteral("boot");
        QVERIFY(m_journal->beginStep(id, boot));
        QVERIFY(m_journal->noteStep(id, boot, {{QStringLiteral("a"), 1}, {QStringLiteral("b"), 1}}));
        m_clock.advance(seconds(3));
        QVERIFY(m_journal->endStep(id, boot, QStringLiteral("ok")));
        QVERIFY(m_journal->noteStep(id, boot, {{QStringLiteral("b"), 2}}));
        const auto steps = *m_journal->steps(id);
        QCOMPARE(steps.size(), 1);
        QCOMPARE(steps[0].outcome, QStringLiteral("ok"));
        QCOMPARE(steps[0].started.secsTo(steps[0].ended), 3);
        QCOMPARE(steps[0].data, (QJsonObject{{QStringLiteral("a"), 1}, {QStringLiteral("b"), 2}}));
        QVERIFY2(!m_journal->endStep(id, boot, QStringLiteral("ok")), "it has ended already");
        QVERIFY(!m_journal->noteStep(id, QStringLiteral("seal"), {}));
    }

    void aStepThatDiedCarriesItsDataIntoTheNextAttempt()
    {
        const auto id = addBuild();
        const auto step = QStringLiteral("provision");
        QVERIFY(m_journal->beginStep(id, step));
        QVERIFY(m_journal->noteStep(id, step, {{QStringLiteral("hostKey"), QStringLiteral("k")}}));
        reopen();
        QVERIFY(m_journal->beginStep(id, step));
        QVERIFY(m_journal->endStep(id, step, QStringLiteral("failed")));
        QVERIFY(m_journal->beginStep(id, step));
        const auto steps = *m_journal->steps(id);
        QCOMPARE(steps.size(), 3);
        QCOMPARE(steps[0].outcome, QStringLiteral("interrupted"));
        QCOMPARE(steps[1].data.value(u"hostKey").toString(), QStringLiteral("k"));
        QVERIFY2(steps[2].data.isEmpty(), "an attempt that ended in order leaves nothing to the next");
    }

    void aResourceGoesFromIntendedToCreatedToGone()
    {
        const auto id = addBuild();
        const auto server = m_journal->intend({.build = id,
                                               .kind = QStringLiteral("server"),
                                               .cloud = QStringLiteral("builder"),
                                               .name = QStringLiteral("n")});
        const auto keyPair = m_journal->intend(
            {.kind = QStringLiteral("keypair"), .cloud = QStringLiteral("builder"), .name = QStringLiteral("k")});
        QVERIFY(server && keyPair);
        QCOMPARE(m_journal->resources(id)->size(), 1);
        QCOMPARE(m_journal->resources(id)->first().state, ResourceState::Intended);
        QCOMPARE(m_journal->resources({})->first().row, *keyPair);
        QVERIFY(m_journal->created(*server, QStringLiteral("uuid")));
        QCOMPARE(m_journal->resources(id)->first().state, ResourceState::Created);
        QCOMPARE(m_journal->resources(id)->first().id, QStringLiteral("uuid"));
        QVERIFY(m_journal->gone(*server));
        QVERIFY(m_journal->resources(id)->isEmpty());
        QVERIFY(!m_journal->gone(4711));
    }

    void aDeliveryIsReplacedByItsSuccessor()
    {
        const auto id = addBuild();
        DeliveryRecord delivery{
            .build = id, .consumer = QStringLiteral("web_runner"), .state = QStringLiteral("pending")};
        QVERIFY(m_journal->setDelivery(delivery));
        delivery.state = QStringLiteral("delivered");
        delivery.imageId = QStringLiteral("uuid");
        delivery.way = QStringLiteral("share");
        QVERIFY(m_journal->setDelivery(delivery));
        const auto read = *m_journal->deliveries(id);
        QCOMPARE(read.first().way, QStringLiteral("share"));
        QCOMPARE(read.size(), 1);
        QCOMPARE(read[0].state, QStringLiteral("delivered"));
        QCOMPARE(read[0].imageId, QStringLiteral("uuid"));
    }

    void theDeploymentIsMadeOnceAndKept()
    {
        const auto first = m_journal->deployment();
        QCOMPARE(first.size(), 36);
        reopen();
        QCOMPARE(m_journal->deployment(), first);
    }

private:
    std::unique_ptr<Journal> open()
    {
        auto opened = Journal::open(m_folder->filePath(QStringLiteral("state")), Journal::Access::ReadWrite, m_clock);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message()));
        return std::move(*opened);
    }
    void reopen()
    {
        m_journal.reset();
        m_journal = open();
    }
    BuildRecord newBuild(const QString &id) const
    {
        return {.id = id,
                .imageName = QStringLiteral("app-noble-x64"),
                .base = QStringLiteral("noble"),
                .arch = QStringLiteral("x64"),
                .trigger = QStringLiteral("manual"),
                .cloud = QStringLiteral("builder"),
                .step = {},
                .request = {},
                .error = {},
                .errorKind = {},
                .started = m_clock.now(),
                .ended = {}};
    }
    QString addBuild()
    {
        const auto build = newBuild(QStringLiteral("0123456789ab"));
        Q_ASSERT(m_journal->addBuild(build));
        return build.id;
    }
    static QString ids(const QList<BuildRecord> &builds)
    {
        QStringList all;
        for (const auto &build : builds)
            all += build.id;
        return all.join(u' ');
    }

    testing::FakeClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Journal> m_journal;
};

IMAGEBUILDER_TEST(JournalTest, "journal")
#include "journaltest.moc"
