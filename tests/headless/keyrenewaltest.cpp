// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "support/testmain.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>

using namespace imagebuilder::testing;

/// The deployment's key pair in its ninety-first day, on disk and in the cloud.
class KeyRenewalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOldKeyIsReplacedInTheCloudToo()
    {
        DeliveryFixture fixture;
        const auto first = initialised(fixture);
        age(fixture);
        const auto second = initialised(fixture);
        QVERIFY(second != first);
        QCOMPARE(initialised(fixture), second);
        const auto ended = fixture.build({});
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
    }

    void aKeyThatABuildNeedsStays()
    {
        DeliveryFixture fixture;
        const auto first = initialised(fixture);
        fixture.interrupt(fixture.buildArguments({}), {{"method", "POST"}, {"path", "/servers/[^/]+/action$"}});
        age(fixture);
        QCOMPARE(initialised(fixture), first);
        const auto ended = fixture.build({});
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        QVERIFY2(ended.err.contains("resuming build"), ended.err.constData());
    }

private:
    /// The fingerprint of the one key pair in the cloud after init.
    static QString initialised(const DeliveryFixture &fixture)
    {
        const auto ended = fixture.init();
        const auto pairs = fixture.cloud().state().value("keypairs").toArray();
        if (ended.exitCode != 0 || pairs.size() != 1)
            qFatal("%d key pairs after init: %s", int(pairs.size()), ended.err.constData());
        return pairs[0][u"fingerprint"].toString();
    }
    static void age(DeliveryFixture &fixture)
    {
        QFile key(fixture.program().path(QStringLiteral("state/keys/builder_key")));
        const auto then = QDateTime::currentDateTimeUtc().addDays(-91);
        if (!key.open(QIODevice::ReadWrite) || !key.setFileTime(then, QFileDevice::FileModificationTime))
            qFatal("the key cannot be made older: %s", qPrintable(key.errorString()));
    }
};

IMAGEBUILDER_TEST(KeyRenewalTest, "keyrenewal")
#include "keyrenewaltest.moc"
