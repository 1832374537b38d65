// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/database.h"
#include "store/journal.h"
#include "support/fakeclock.h"
#include "support/testmain.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

using namespace imagebuilder;
using namespace imagebuilder::store;
using Access = Journal::Access;

/// Who shows what, also as it was before the journal knew it by itself.
class PublicationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void anEarlierSchemaIsTakenOver()
    {
        makeSchema1();
        QVERIFY(open(Access::ReadOnly)->publications({})->isEmpty()); // a reader never migrates
        const auto journal = open(Access::ReadWrite);
        QCOMPARE(journal->deployment(), QStringLiteral("deployment-1"));
        const auto found = journal->publications("ci-noble-x64");
        QVERIFY(found);
        QCOMPARE(found->size(), 2);
        QCOMPARE(found->at(0).consumer, QStringLiteral("batch"));
        QCOMPARE(found->at(0).imageId, QStringLiteral("batch-1"));
        QCOMPARE(found->at(1).imageId, QStringLiteral("web-2"));
        QCOMPARE(found->at(1).before, QStringLiteral("web-1"));
        QCOMPARE(found->at(1).build, QStringLiteral("bbbbbbbbbbbb"));
    }

    void whatWasShownBeforeIsKeptUntilSomethingElseIs()
    {
        const auto journal = open(Access::ReadWrite);
        show(*journal, "one", "build-1");
        show(*journal, "two", "build-2");
        show(*journal, "two", "build-2");
        const auto found = journal->publications("ci-noble-x64")->first();
        QCOMPARE(found.imageId, QStringLiteral("two"));
        QCOMPARE(found.before, QStringLiteral("one"));
        QVERIFY(journal->publications("other")->isEmpty());
    }

    void whatAnUndoneBuildPublishedIsTakenBack()
    {
        const auto journal = open(Access::ReadWrite);
        show(*journal, "one", "build-1");
        show(*journal, "two", "build-2");
        QVERIFY(journal->withdrawPublications("build-2"));
        QCOMPARE(journal->publications({})->first().imageId, QStringLiteral("one"));
        QVERIFY(journal->withdrawPublications("build-1"));
        QCOMPARE(journal->publications({})->first().imageId, QStringLiteral("one")); // it is not that build's any more
    }

    void decisionsAreToldTheNewestFirst()
    {
        const auto journal = open(Access::ReadWrite);
        for (const auto &verb : QStringList{"mark-bad", "mark-good"})
            QVERIFY(journal->addDecision({.verb = verb, .who = "alice as root", .imageName = "ci-noble-x64"}));
        const auto decisions = journal->decisions(1);
        QCOMPARE(decisions->size(), 1);
        QCOMPARE(decisions->first().verb, QStringLiteral("mark-good"));
        QCOMPARE(decisions->first().who, QStringLiteral("alice as root"));
        QVERIFY(decisions->first().time.isValid());
    }

private:
    std::unique_ptr<Journal> open(Access access)
    {
        auto opened = Journal::open(m_folder->path(), access, m_clock);
        return opened ? *std::move(opened) : nullptr;
    }
    static void show(Journal &journal, const QString &image, const QString &build)
    {
        QVERIFY(
            journal.setPublication({.imageName = "ci-noble-x64", .consumer = "web", .imageId = image, .build = build}));
    }
    void makeSchema1() const
    {
        QFile file(QStringLiteral(IMAGEBUILDER_FIXTURES "/store/schema1.sql"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto database = Database::open(m_folder->filePath("journal.db"), Database::Mode::ReadWrite);
        QVERIFY(database);
        for (const auto &statement : QString::fromUtf8(file.readAll()).split(QStringLiteral(";\n"), Qt::SkipEmptyParts))
            QVERIFY2((*database)->run(statement), qPrintable(statement));
    }

    testing::FakeClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
};

IMAGEBUILDER_TEST(PublicationsTest, "publications")
#include "publicationstest.moc"
