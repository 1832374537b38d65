// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/script.h"

#include "support/testmain.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

using namespace imagebuilder;
using namespace imagebuilder::build;

class ScriptTest : public QObject
{
    Q_OBJECT

    static QByteArray shell(const QByteArray &program, const QStringList &arguments = {"-s"})
    {
        QProcess process;
        process.start("/bin/sh", arguments);
        process.write(program);
        process.closeWriteChannel();
        process.waitForFinished();
        return process.readAllStandardOutput();
    }

private Q_SLOTS:
    void anyValueSurvivesTheShell()
    {
        for (const QByteArray &value : {QByteArray("plain"), QByteArray("it's"), QByteArray("$(id) `id` \"x\" \\ !"),
                                        QByteArray("two\nlines\n'"), QByteArray(""), QByteArray("-n")})
            QCOMPARE(shell("printf %s " + shellQuoted(value)), value);
    }

    void programsAreValidShell()
    {
        Request request;
        request.scriptUrl = QUrl("https://example.com/a'b?token=x y");
        request.scriptSecrets.insert("KEY", Secret(QByteArray("va'lue")));
        for (const auto &program : {customiseProgram(request, "ubuntu"), sealProgram("ubuntu")}) {
            QProcess process;
            process.start("/bin/sh", {"-n"});
            process.write(program);
            process.closeWriteChannel();
            process.waitForFinished();
            QCOMPARE(process.exitCode(), 0);
        }
    }

    void theScriptCannotReadTheRestOfTheProgram()
    {
        const auto program = customiseProgram({}, "ubuntu");
        QVERIFY(program.startsWith("{\n"));
        QVERIFY(program.endsWith("}\n"));
        QVERIFY(program.contains("</dev/null"));
    }
};

IMAGEBUILDER_TEST(ScriptTest, "script")
#include "scripttest.moc"
