// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "bounds/scene.h"
#include "support/testmain.h"

#include <algorithm>

using namespace imagebuilder::testing;

/// The same as tests/build/slowconsumertest.cpp, with the program and the patience that people get.
class SlowConsumerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case39_fourDoNotWaitForAFifthThatReadsNothing()
    {
        constexpr qint64 imageSize = 128LL * 1024 * 1024;
        const QStringList consumers{"web", "batch", "lab", "mobile", "far"};
        const Scene scene(consumers, imageSize);
        scene.cloud().addFault({{"kind", "stall"}, {"method", "PUT"}, {"path", "/file$"}, {"project", "far"}});
        const auto served = [&scene] {
            return std::ranges::count(scene.copies(), QStringLiteral("active"),
                                      [](const QJsonObject &copy) { return copy.value("status").toString(); });
        };
        const auto run = scene.startBuild(consumers);
        const auto reading = [&scene] {
            return scene.snapshots().value(0).value("bytes_read").toInteger() > 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(reading(), 30'000);
        QElapsedTimer time;
        time.start();
        // 30 s are the ring's patience; the four alone take about one, and the rest is for a machine that is busy.
        QTRY_COMPARE_WITH_TIMEOUT(served(), 4, 45'000);
        qInfo("the four were served after %lld ms", time.elapsed());
        // Counted before anything is read for the fifth alone.
        QCOMPARE(scene.snapshots().first().value("bytes_read").toInteger(), imageSize);
        run->terminate();
        QVERIFY(Program::wait(*run).exitCode != 0);
    }
};

IMAGEBUILDER_TEST(SlowConsumerTest, "slowconsumer")

#include "slowconsumertest.moc"
