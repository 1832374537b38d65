// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/backoff.h"

#include "support/testmain.h"

using namespace imagebuilder;

class BackoffTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void delaysGrowAndStayBelowTheMost()
    {
        Backoff backoff(milliseconds(100), seconds(2), 7);
        milliseconds whole(100);
        for (int i = 0; i < 40; ++i) {
            const auto delay = backoff.next();
            QVERIFY(delay >= whole / 2);
            QVERIFY(delay <= whole);
            whole = std::min(milliseconds(2000), whole * 2);
        }
    }

    void resetStartsAgain()
    {
        Backoff backoff(milliseconds(100), seconds(60), 7);
        for (int i = 0; i < 8; ++i)
            backoff.next();
        backoff.reset();
        QVERIFY(backoff.next() <= milliseconds(100));
    }
};

IMAGEBUILDER_TEST(BackoffTest, "backoff")
#include "backofftest.moc"
