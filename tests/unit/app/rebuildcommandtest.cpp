// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/rebuildcommand.h"

#include "build/request.h"
#include "support/testmain.h"

using namespace imagebuilder;

/// The command that makes an image anew.
class RebuildCommandTest : public QObject
{
    Q_OBJECT

    static store::BuildRecord recordOf(const build::Request &request)
    {
        return {.id = QStringLiteral("b"),
                .imageName = request.imageName,
                .base = request.release.codename,
                .arch = request.arch.name,
                .cloud = QStringLiteral("builder"),
                .request = request.toJson()};
    }
    static build::Request plain()
    {
        build::Request request;
        request.imageName = QStringLiteral("it's mine");
        request.release = *images::findRelease(QStringLiteral("noble"));
        request.arch = *images::findArch(QStringLiteral("x64"));
        return request;
    }
    static QString commandOf(const build::Request &request)
    {
        auto command = app::runCommandOf(recordOf(request));
        const auto start =
            QStringLiteral("imagebuilderd --os-cloud builder run 'it'\\''s mine' --arch x64 --base-image "
                           "noble ");
        return command.startsWith(start) ? command.mid(start.size()) : command;
    }

private Q_SLOTS:
    void whatIsNotSaidIsLeftToDefaults() { QCOMPARE(commandOf(plain()), QStringLiteral("--keep-revisions 5")); }

    void everyOptionThatTheJournalKnowsIsGivenAgain()
    {
        auto request = plain();
        request.consumers = {QStringLiteral("web"), QStringLiteral("batch")};
        request.distribution.usual = build::Way::Auto;
        request.distribution.exceptions.insert(QStringLiteral("web"), build::Way::Copy);
        request.network = QStringLiteral("a net");
        request.volumeGiB = 30;
        request.verify = true;
        QCOMPARE(commandOf(request), QStringLiteral("--upload-clouds web,batch --network 'a net' --keep-revisions 5 "
                                                    "--volume-size 30 --verify on --distribution auto,web=copy"));
    }

    void whatTheJournalHasOnlyTheDigestOfIsLeftOpen()
    {
        auto request = plain();
        request.scriptUrl = QUrl(QStringLiteral("https://example.test/setup?token=abc"));
        request.labels.tags = {QStringLiteral("ci")};
        QCOMPARE(commandOf(request), QStringLiteral("--keep-revisions 5 --script-url … --tags …"));
    }
};

IMAGEBUILDER_TEST(RebuildCommandTest, "rebuildcommand")
#include "rebuildcommandtest.moc"
