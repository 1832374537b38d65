// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "scene.h"
#include "support/killpoints.h"
#include "support/mirror.h"
#include "support/testmain.h"

#include <mutex>

using namespace imagebuilder::testing;

/// CASES 21: `kill -9` at every request of a build, then the same command again.
class RequestsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        Scene scene(m_mirror.folder());
        scene.start();
        QVERIFY(scene.finish());
        QCOMPARE(scene.wrongs(), QStringList());
        m_points = killPoints(scene.cloud().requests());
        // A build asks for tokens, images, servers and so on; fewer points would mean that the log was not read.
        QVERIFY(m_points.size() > 60);
    }

    void case21_aKillAtAnyRequestIsRecoveredFrom()
    {
        QStringList failures;
        int killed = 0;
        std::mutex mutex;
        besideEachOther(m_points.size(), 6, [&](qsizetype index) {
            const auto [reached, wrongs] = killAt(m_points[index]);
            const std::scoped_lock lock(mutex);
            killed += reached ? 1 : 0;
            if (!wrongs.isEmpty())
                failures << m_points[index].text() + QStringLiteral(": ") + wrongs.join(u"; ");
        });
        qInfo("%lld points, %d reached, %lld not recovered from", static_cast<long long>(m_points.size()), killed,
              static_cast<long long>(failures.size()));
        QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u'\n')));
        // The last poll of a kind may be one fewer in another run, no more than that.
        QVERIFY(killed > m_points.size() * 9 / 10);
    }

private:
    std::pair<bool, QStringList> killAt(const KillPoint &point) const
    {
        Scene scene(m_mirror.folder());
        const int hold = scene.cloud().addHold(point.hold());
        scene.start();
        bool held = false;
        while (!held && !scene.hasEnded())
            held = !scene.cloud().waitUntilHeld(hold, 250).isEmpty();
        if (held) {
            scene.kill();
            scene.cloud().release(hold, true);
            scene.start();
        }
        if (!scene.finish())
            return {held, {QStringLiteral("the second run did not end")}};
        return {held, scene.wrongs()};
    }

    MirrorFixture m_mirror{QByteArray(256LL * 1024, 'i')};
    QList<KillPoint> m_points;
};

IMAGEBUILDER_TEST(RequestsTest, "requests")
#include "requeststest.moc"
