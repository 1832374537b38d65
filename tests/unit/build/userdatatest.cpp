// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/userdata.h"

#include "build/mime.h"
#include "content.h"
#include "support/testmain.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

using namespace imagebuilder;
using namespace imagebuilder::build;
using imagebuilder::testing::contentOf;

namespace {

struct Ended
{
    int exitCode = -1;
    QByteArray output; ///< both streams
};

Ended ran(const QString &program, const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished();
    return {.exitCode = process.exitCode(), .output = process.readAll()};
}

Request requestFor(const QString &arch, const QString &base)
{
    Request request;
    request.arch.name = arch;
    request.release.codename = base;
    return request;
}

/// The parts as cloud-init takes them out: Python's mail parser, one file each, its type behind a blank.
QStringList unpacked(const QByteArray &userData, const QString &folder)
{
    const auto program = QStringLiteral(R"py(
import email, os, sys
message = email.message_from_string(sys.stdin.buffer.read().decode())
for part in message.walk():
    if part.get_content_maintype() == 'multipart': continue
    with open(os.path.join(sys.argv[1], part.get_filename()), 'wb') as file: file.write(part.get_payload(decode=True))
    print(part.get_content_type(), part.get_filename())
)py");
    const auto said = ran(QStringLiteral("python3"), {QStringLiteral("-c"), program, folder}, userData);
    return QString::fromUtf8(said.output).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

} // namespace

class UserDataTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString imageScript(const Request &request)
    {
        const auto userData = renderUserData(request);
        if (!userData)
            return userData.error().message();
        unpacked(*userData, m_folder.path());
        return m_folder.filePath(QStringLiteral("50-imagebuilder-image"));
    }

private Q_SLOTS:
    void hostKeysComeBeforeTheOperatorsCloudConfig()
    {
        auto request = requestFor(QStringLiteral("x64"), QStringLiteral("noble"));
        request.userData = contentOf(QStringLiteral(IMAGEBUILDER_FIXTURES "/userdata/cloud-config.yaml"));
        const auto golden = QStringLiteral(IMAGEBUILDER_FIXTURES "/userdata/cloud-config.mime");
        const auto made = renderUserData(request);
        QVERIFY(made);
        QCOMPARE(*made, contentOf(golden));
    }

    void everyPartComesOutAsItWentIn_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("type");
        QTest::newRow("script") << QByteArray("#!/bin/sh\necho hi\n") << "text/x-shellscript";
        QTest::newRow("no newline at the end") << QByteArray("#!/bin/sh\ntrue") << "text/x-shellscript";
        QTest::newRow("not ASCII") << QByteArray("#cloud-config\n# \xc3\xa4\xe2\x82\xac\r\n") << "text/cloud-config";
        QTest::newRow("a boundary inside")
            << QByteArray("#!/bin/sh\n#\n--==imagebuilder==--\n") << "text/x-shellscript";
        QTest::newRow("gzip") << QByteArray("\x1f\x8b\x08\x00\xff\x00", 6) << "application/gzip";
        QTest::newRow("once") << QByteArray("#include-once\nhttps://example.com/x\n") << "text/x-include-once-url";
        QTest::newRow("jinja") << QByteArray("## template: jinja\n#cloud-config\n{}\n") << "text/jinja2";
    }
    void everyPartComesOutAsItWentIn()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QString, type);
        auto request = requestFor(QStringLiteral("x64"), QStringLiteral("noble"));
        request.userData = body;
        const auto userData = renderUserData(request);
        QVERIFY(userData);
        QCOMPARE(unpacked(*userData, m_folder.path()),
                 QStringList({QStringLiteral("text/x-shellscript 00-imagebuilder-host-keys"),
                              type + QStringLiteral(" 50-user-data")}));
        QCOMPARE(contentOf(m_folder.filePath(QStringLiteral("50-user-data"))), body);
    }

    void anOperatorsMultipartIsTakenWithAllItsParts()
    {
        auto request = requestFor(QStringLiteral("x64"), QStringLiteral("noble"));
        request.userData = mimeMultipart({{.type = "text/cloud-config", .name = "a", .body = "#cloud-config\n{}\n"},
                                          {.type = "text/x-shellscript", .name = "b", .body = "#!/bin/sh\n"}});
        const auto userData = renderUserData(request);
        QVERIFY(userData);
        QCOMPARE(unpacked(*userData, m_folder.path()),
                 QStringList({QStringLiteral("text/x-shellscript 00-imagebuilder-host-keys"),
                              QStringLiteral("text/cloud-config a"), QStringLiteral("text/x-shellscript b")}));
    }

    void whatCannotWorkIsRefusedBeforeBoot()
    {
        auto request = requestFor(QStringLiteral("arm"), QStringLiteral("focal"));
        QCOMPARE(renderUserData(request).error().kind(), ErrorKind::Config);
        request.release.codename = QStringLiteral("jammy");
        QCOMPARE(renderUserData(request).error().kind(), ErrorKind::Config);
        request = requestFor(QStringLiteral("x64"), QStringLiteral("noble"));
        request.userData = "echo no marker\n";
        QCOMPARE(renderUserData(request).error().kind(), ErrorKind::Config);
    }

    void theLimitIsNovas()
    {
        auto request = requestFor(QStringLiteral("x64"), QStringLiteral("noble"));
        request.userData = "#!/bin/sh\n";
        const auto small = renderUserData(request);
        QVERIFY(small);
        const auto most = 65535 / 4 * 3; // bytes before base64
        request.userData += QByteArray(most - small->size(), '#');
        QVERIFY(renderUserData(request));
        request.userData += '#';
        QCOMPARE(renderUserData(request).error().kind(), ErrorKind::Config);
    }

    void everyRenderedScriptIsCleanToShellcheck()
    {
        QStringList scripts;
        for (const auto *base : {u"focal", u"jammy", u"noble", u"resolute"}) {
            for (const auto *arch : {u"x64", u"arm64", u"s390x", u"ppc64le", u"arm"}) {
                for (const auto *proxy : {u"", u"proxy.example:3128"}) {
                    auto request = requestFor(QString(arch), QString(base));
                    request.proxy = QString(proxy);
                    if (!renderUserData(request))
                        continue; // arm on the older two, tested above
                    const auto name = m_folder.filePath(QString::number(scripts.size()) + QStringLiteral(".sh"));
                    QVERIFY(QFile::rename(imageScript(request), name));
                    scripts << name;
                }
            }
        }
        QCOMPARE(scripts.size(), 36);
        scripts << m_folder.filePath(QStringLiteral("00-imagebuilder-host-keys"));
        const auto said = ran(QStringLiteral("shellcheck"), scripts);
        QVERIFY2(said.exitCode == 0, said.output.constData());
    }
};

IMAGEBUILDER_TEST(UserDataTest, "userdata")
#include "userdatatest.moc"
