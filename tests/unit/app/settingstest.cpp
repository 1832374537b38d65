// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/settings.h"

#include "support/testmain.h"

using namespace imagebuilder;
using app::Caller;

class SettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aUserHasXdgFolders()
    {
        const auto folders = app::defaultFolders(somebody({}));
        QCOMPARE(folders.state, QStringLiteral("/home/ann/.local/state/imagebuilder"));
        QCOMPARE(folders.cache, QStringLiteral("/home/ann/.cache/imagebuilder"));
        QCOMPARE(folders.log, QStringLiteral("/home/ann/.local/state/imagebuilder/logs"));
    }

    void xdgVariablesMoveThemUnlessRelative()
    {
        const auto folders =
            app::defaultFolders(somebody({{"XDG_STATE_HOME", "/data/state"}, {"XDG_CACHE_HOME", "relative"}}));
        QCOMPARE(folders.state, QStringLiteral("/data/state/imagebuilder"));
        QCOMPARE(folders.cache, QStringLiteral("/home/ann/.cache/imagebuilder"));
    }

    void theServiceUserHasTheMachines()
    {
        auto caller = somebody({{"XDG_STATE_HOME", "/data/state"}});
        caller.user = QStringLiteral("imagebuilder");
        const auto folders = app::defaultFolders(caller);
        QCOMPARE(folders.state, QStringLiteral("/var/lib/imagebuilder"));
        QCOMPARE(folders.cache, QStringLiteral("/var/cache/imagebuilder"));
        QCOMPARE(folders.log, QStringLiteral("/var/log/github-runner-image-builder"));
    }

    void aSnapKeepsToItsOwn()
    {
        const auto folders = app::defaultFolders(somebody({{"SNAP_USER_COMMON", "/home/ann/snap/ib/common"}}));
        QCOMPARE(folders.state, QStringLiteral("/home/ann/snap/ib/common/state"));
        QCOMPARE(folders.log, QStringLiteral("/home/ann/snap/ib/common/logs"));
    }

    void onlyAWeakenedCheckWarns()
    {
        auto settings = app::Settings::defaultsFor(somebody({}));
        QVERIFY(settings.warnings().isEmpty());
        settings.source.checkSignature = false;
        settings.source.mirror = QUrl(QStringLiteral("https://ann:pass@mirror.example/images"));
        QCOMPARE(settings.warnings().size(), 1);
        QVERIFY(settings.warnings().first().contains(QStringLiteral("mirror.example")));
        QVERIFY(!settings.warnings().first().contains(QStringLiteral("pass")));
    }

private:
    static Caller somebody(const QMap<QString, QString> &variables)
    {
        Caller caller{.user = QStringLiteral("ann"), .home = QStringLiteral("/home/ann")};
        for (const auto &[name, value] : variables.asKeyValueRange())
            caller.environment.insert(name, value);
        return caller;
    }
};

IMAGEBUILDER_TEST(SettingsTest, "settings")
#include "settingstest.moc"
