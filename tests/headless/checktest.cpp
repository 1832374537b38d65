// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>

using namespace imagebuilder::testing;

/// An image that was deleted behind our back.
class CheckTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case01_theNewestGoodImageOfTheProjectTakesThePlaceOfALostOne()
    {
        DeliveryFixture fixture;
        const auto first = delivered(fixture);
        const auto second = delivered(fixture);
        QCOMPARE(checked(fixture, {}, 0), (QStringList{"good", second, ""}));
        removeImage(fixture, second);
        QCOMPARE(checked(fixture, {"--dry-run"}, 0), (QStringList{"replaced", second, first}));
        QCOMPARE(checked(fixture, {}, 0), (QStringList{"replaced", second, first}));
        QCOMPARE(checked(fixture, {}, 0), (QStringList{"good", first, ""}));
        const auto latest = fixture.program().run({"--os-cloud", "web", "latest-build-id", "ci-noble-x64"}).out;
        QCOMPARE(QString::fromUtf8(latest), first);
        removeImage(fixture, first);
        QCOMPARE(checked(fixture, {}, 5), (QStringList{"lost", first, ""}));
    }

    void case01_aCloudThatSaysNothingLosesNothing()
    {
        DeliveryFixture fixture;
        const auto id = delivered(fixture);
        fixture.cloud().addFault(
            {{"kind", "status"}, {"status", 403}, {"method", "GET"}, {"path", "/images/"}, {"times", 0}});
        QCOMPARE(checked(fixture, {}, 8), (QStringList{"silent", id, ""}));
        fixture.cloud().clearFaults();
        QCOMPARE(checked(fixture, {}, 0), (QStringList{"good", id, ""}));
    }

private:
    static QString delivered(const DeliveryFixture &fixture)
    {
        const auto ended = fixture.build({"--upload-clouds", "web", "--output", "json"});
        if (ended.exitCode != 0)
            qFatal("the build failed: %s", ended.err.constData());
        return ended.json().value("images")[0]["id"].toString();
    }
    static void removeImage(const DeliveryFixture &fixture, const QString &id)
    {
        fixture.cloud().steer("DELETE", QStringLiteral("images/") + id);
    }
    /// State, id and replacement of the one that is served.
    static QStringList checked(DeliveryFixture &fixture, const QStringList &more, int code)
    {
        const auto ended = fixture.program().run(QStringList{"check", "--output", "json"} + more);
        const QJsonValue first = ended.json().value("checked")[0];
        if (ended.exitCode != code)
            return {QString::fromUtf8(ended.err), QString::number(ended.exitCode)};
        return {first[u"state"].toString(), first[u"id"].toString(), first[u"replacement"].toString()};
    }
};

IMAGEBUILDER_TEST(CheckTest, "check")
#include "checktest.moc"
