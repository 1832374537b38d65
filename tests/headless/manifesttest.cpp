// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "schemas.h"
#include "support/folderserver.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include <algorithm>

using namespace imagebuilder::testing;

/// What a build says that its image is made of, and what changed since the one before.
class ManifestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsInAnImageAndWhatChangedIsTold()
    {
        const auto first = built("#!/bin/sh\nmkdir -p /usr/local/lib/node_modules\n"
                                 ": >/usr/local/lib/node_modules/left-pad\n");
        const auto second = built("#!/bin/sh\nrm -f /usr/bin/true-no-such\n");
        const auto manifest = json({"builds", "manifest", first});
        QCOMPARE(checkedBySchema("builds-manifest", manifest), QString());
        QCOMPARE(manifest.value("build").toString(), first);
        QCOMPARE(manifest.value("base").toString(), QStringLiteral("noble"));
        QVERIFY(manifest.value("size").toInteger() > 0);
        QVERIFY(!manifest.value("kernel").toString().isEmpty());
        QCOMPARE(manifest.value("script_sha256").toString().size(), 64);
        QVERIFY2(has(manifest, "deb", "jq"), QJsonDocument(manifest).toJson().constData());
        QVERIFY(has(manifest, "snap", "aproxy"));
        QVERIFY(has(manifest, "npm", "left-pad"));
        QVERIFY(run({"builds", "manifest", first}).out.contains("Script SHA-256"));

        const auto diff = json({"builds", "diff", second});
        QCOMPARE(checkedBySchema("builds-diff", diff), QString());
        QCOMPARE(diff.value("from").toString(), first);
        QCOMPARE(diff.value("removed").toArray().size(), 1);
        QCOMPARE(diff.value("removed")[0]["name"].toString(), QStringLiteral("left-pad"));
        QVERIFY(tells(diff, "script SHA-256"));
        QVERIFY(!tells(diff, "base image"));
        QCOMPARE(json({"builds", "diff", second, first}).value("added")[0]["name"].toString(),
                 QStringLiteral("left-pad"));
        QVERIFY2(m_said.contains("the script changed since build " + first.toUtf8()), m_said.constData());
    }

    void aBuildWithoutOneSaysSo()
    {
        const auto ended = run({"builds", "diff", "0123"});
        QCOMPARE(ended.exitCode, 5);
    }

private:
    QString built(const QByteArray &script)
    {
        QFile file(m_folder.filePath("setup"));
        if (!file.open(QIODevice::WriteOnly) || file.write(script) < 0)
            return {};
        file.close();
        const auto url = m_server.url("/setup").toString();
        const auto ended = m_fixture.build({"--output", "json", "--script-url", url});
        m_said = ended.err;
        return ended.json().value("build").toString();
    }
    Ended run(const QStringList &arguments) { return m_fixture.program().run(arguments); }
    QJsonObject json(const QStringList &arguments) { return run(arguments + QStringList{"--output", "json"}).json(); }
    static bool has(const QJsonObject &manifest, const QString &kind, const QString &name)
    {
        for (const auto &package : manifest.value("packages").toArray())
            if (package[u"kind"] == kind && package[u"name"] == name)
                return true;
        return false;
    }
    static bool tells(const QJsonObject &diff, const QString &fact)
    {
        const auto facts = diff.value("facts").toArray();
        return std::ranges::any_of(facts, [&fact](const auto &each) { return each[u"kind"] == fact; });
    }

    QTemporaryDir m_folder;
    FolderServer m_server{m_folder.path(), QStringLiteral("127.0.0.1")};
    DeliveryFixture m_fixture;
    QByteArray m_said;
};

IMAGEBUILDER_TEST(ManifestTest, "manifest")
#include "manifesttest.moc"
