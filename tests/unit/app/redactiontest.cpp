// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/bundle/redaction.h"

#include "support/testmain.h"

#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>

using namespace imagebuilder;

/// What of clouds.yaml and plan may be handed to strangers.
class RedactionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsNotKnownToBeOpenIsDots()
    {
        const auto document = parseYaml("clouds:\n"
                                        "  web:\n"
                                        "    auth: {auth_url: 'https://u:topsecret@keystone:5000/v3?t=topsecret',\n"
                                        "           username: ci, password: topsecret, brand_new_key: topsecret}\n"
                                        "    regions: [{name: one, values: {password: topsecret}}]\n"
                                        "    identity_api_version: 3\n",
                                        QStringLiteral("clouds.yaml"));
        const auto web = app::redactedClouds(*document)["clouds"]["web"];
        QCOMPARE(web["auth"]["auth_url"], QStringLiteral("https://keystone:5000/v3"));
        QCOMPARE(web["auth"]["username"], QStringLiteral("ci"));
        QCOMPARE(web["auth"]["password"], QStringLiteral("•••"));
        QCOMPARE(web["auth"]["brand_new_key"], QStringLiteral("•••"));
        QCOMPARE(web["regions"][0]["name"], QStringLiteral("one"));
        QCOMPARE(web["regions"][0]["values"]["password"], QStringLiteral("•••"));
        QCOMPARE(web["identity_api_version"], QStringLiteral("3"));
    }

    void aPlansCommandAndTheAddressOfItsScriptAreDots()
    {
        const auto document = parseYaml("keep: 5\nnotify: curl -H topsecret\nscript: {url: 'https://h/topsecret'}\n"
                                        "mirror: 'https://mirror/images?key=topsecret'\n",
                                        QStringLiteral("plan"));
        const auto plan = app::redactedPlan(*document);
        QCOMPARE(plan["keep"], QStringLiteral("5"));
        QCOMPARE(plan["notify"], QStringLiteral("•••"));
        QCOMPARE(plan["script"]["url"], QStringLiteral("•••"));
        QCOMPARE(plan["mirror"], QStringLiteral("https://mirror/images"));
    }

    void secretsAreFoundBesideCloudsYamlAndInTheEnvironment()
    {
        const QTemporaryDir folder;
        write(folder.filePath(QStringLiteral("clouds.yaml")), "clouds: {web: {auth: {username: ci}}}\n");
        write(folder.filePath(QStringLiteral("secure.yaml")), "clouds: {web: {auth: {password: first-one}}}\n");
        app::Settings settings;
        settings.clouds.workingFolder = folder.path();
        settings.clouds.home = folder.filePath(QStringLiteral("home"));
        settings.clouds.systemFolder = folder.filePath(QStringLiteral("etc"));
        settings.clouds.environment.insert(QStringLiteral("IMAGE_BUILDER_SECRET_KEY"), QStringLiteral("second-one"));
        settings.clouds.environment.insert(QStringLiteral("OS_PASSWORD"), QStringLiteral("third-one"));
        const auto text = app::without(app::knownSecrets(settings), "ci first-one second-one third-one");
        QCOMPARE(text, QByteArray("ci ••• ••• •••"));
    }

private:
    static void write(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) > 0);
    }
};

IMAGEBUILDER_TEST(RedactionTest, "redaction")
#include "redactiontest.moc"
