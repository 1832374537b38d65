// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/workerprocess.h"

#include "app/unit/programcopy.h"
#include "app/unit/unitfiles.h"
#include "app/unit/workorders.h"
#include "support/testmain.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>

using namespace imagebuilder::app;

namespace {

void put(const QString &path, const QByteArray &bytes)
{
    if (!writeUnitFile(path, bytes, FileReaders::Worker))
        qFatal("cannot write %s", qPrintable(path));
}

class WorkerProcessTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_root;
    UnitPlaces places() const { return {.root = m_root->path()}; }
    QString charm() const { return m_root->filePath(QStringLiteral("charm")); }

    void pack(const QByteArray &program) const
    {
        put(charm() + QStringLiteral("/bin/imagebuilderd"), program);
        put(charm() + QStringLiteral("/lib/ld-linux-x86-64.so.2"), "loader");
        put(charm() + QStringLiteral("/plugins/tls/libtls.so"), "plugin");
    }

private Q_SLOTS:
    void init() { m_root = std::make_unique<QTemporaryDir>(); }

    void theWorkerSeesTheFilesVariablesAndNoOthers()
    {
        put(places().workerEnvironment(), "PATH=/bin\nhttp_proxy=http://a:b=c@proxy:3128\n");
        put(places().operatorsEnvironment(), "# remark=1\n\nIMAGEBUILDER_SSH_PORT=2222\n");
        const auto environment = workerEnvironment(places());
        QCOMPARE(environment.toStringList(),
                 (QStringList{"IMAGEBUILDER_SSH_PORT=2222", "PATH=/bin", "http_proxy=http://a:b=c@proxy:3128"}));
    }

    void whereSystemdRunsBuildsHaveAUnitOfTheirOwnAndNoSecretInItsWords()
    {
        const QStringList words{QStringLiteral("/x/imagebuilderd"), QStringLiteral("worker")};
        QCOMPARE(detachedWords(places(), words), words);
        QDir(m_root->path()).mkpath(QStringLiteral("run/systemd/system"));
        const auto detached = detachedWords(places(), words);
        QCOMPARE(detached.first(), QStringLiteral("systemd-run"));
        QVERIFY(detached.contains(QStringLiteral("--property=EnvironmentFile=") + places().workerEnvironment()));
        QCOMPARE(detached.last(2), words);
    }

    void case40_aBuildRunsFromACopyAndTwoStay()
    {
        QCOMPARE(*copyProgram(places(), charm()), programWords());
        QSet<QString> copies;
        for (const auto *program : {"1", "22", "333"}) {
            QDir(charm()).removeRecursively();
            pack(program);
            const auto words = copyProgram(places(), charm());
            QVERIFY2(words, words ? "" : qPrintable(words.error().message()));
            QCOMPARE(readUnitFile(words->last()), QByteArray(program));
            QVERIFY(words->first().startsWith(places().at(QStringLiteral("/opt/imagebuilder/"))));
            QVERIFY(QFile::permissions(words->last()).testFlag(QFile::ReadOther));
            QCOMPARE(*copyProgram(places(), charm()), *words);
            copies << words->last();
        }
        QCOMPARE(copies.size(), 3);
        const QDir opt(places().at(QStringLiteral("/opt/imagebuilder")));
        QCOMPARE(opt.entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 2);
    }

    void ordersOutliveWhoGaveThemAndEqualOnesAreOne()
    {
        const WorkOrders orders(places());
        WorkOrder order{.kind = WorkOrder::Kind::Serve, .bases = {}, .consumers = {}, .trigger = {}, .ids = {}};
        order.consumers = QStringList{QStringLiteral("a,b\n_c")};
        QVERIFY(orders.add(order));
        QVERIFY(orders.add(order));
        order.again = true;
        QVERIFY(orders.add(order));
        put(places().ordersFolder() + QStringLiteral("/0.json"), "{");
        const auto pending = WorkOrders(places()).pending();
        QCOMPARE(pending.size(), 2);
        QCOMPARE(pending.first().consumers, order.consumers);
        QCOMPARE(pending.first().kind, WorkOrder::Kind::Serve);
        orders.remove(pending);
        QVERIFY(orders.pending().isEmpty());
    }
};

} // namespace

IMAGEBUILDER_TEST(WorkerProcessTest, "workerprocess")
#include "workerprocesstest.moc"
