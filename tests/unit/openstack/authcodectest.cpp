// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/identity/authcodec.h"

#include "base/json.h"
#include "openstack/identity/tokencodec.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::openstack;

namespace {

Credentials builder()
{
    Credentials login;
    login.userName = QStringLiteral("u");
    login.password = Secret(QByteArray("pw"));
    return login;
}

} // namespace

class AuthCodecTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatKeystoneIsTold_data()
    {
        QTest::addColumn<Credentials>("login");
        QTest::addColumn<QByteArray>("body");
        const QByteArray user = R"({"auth":{"identity":{"methods":["password"],"password":{"user":)"
                                R"({"domain":{"id":"default"},"name":"u","password":"pw"}}},"scope":)";
        auto login = builder();
        login.projectName = QStringLiteral("p");
        login.projectDomainName = QStringLiteral("D");
        QTest::newRow("password, project by name")
            << login << user + R"({"project":{"domain":{"name":"D"},"name":"p"}}}})";
        login.projectId = QStringLiteral("pid");
        QTest::newRow("ids win over names") << login << user + R"({"project":{"id":"pid"}}}})";
        login = builder();
        login.domainName = QStringLiteral("D");
        QTest::newRow("domain scope") << login << user + R"({"domain":{"name":"D"}}}})";
        login.systemScope = true;
        QTest::newRow("system scope") << login << user + R"({"system":{"all":true}}}})";
        login = {};
        login.type = AuthType::Token;
        login.token = Secret(QByteArray("t"));
        login.projectId = QStringLiteral("pid");
        QTest::newRow("token") << login
                               << QByteArray(R"({"auth":{"identity":{"methods":["token"],"token":{"id":"t"}},)"
                                             R"("scope":{"project":{"id":"pid"}}}})");
        login = {};
        login.type = AuthType::ApplicationCredential;
        login.applicationCredentialId = QStringLiteral("i");
        login.applicationCredentialSecret = Secret(QByteArray("s"));
        login.projectName = QStringLiteral("not sent: the credential has its own");
        QTest::newRow("application credential")
            << login
            << QByteArray(R"({"auth":{"identity":{"application_credential":{"id":"i","secret":"s"},)"
                          R"("methods":["application_credential"]}}})");
        login.applicationCredentialId.clear();
        login.applicationCredentialName = QStringLiteral("n");
        login.userId = QStringLiteral("uid");
        QTest::newRow("application credential by name")
            << login
            << QByteArray(
                   R"({"auth":{"identity":{"application_credential":{"name":"n","secret":"s","user":{"id":"uid"}},)"
                   R"("methods":["application_credential"]}}})");
    }
    void whatKeystoneIsTold()
    {
        QFETCH(Credentials, login);
        QTEST(authBody(login), "body");
    }

    void noSecretIsShown()
    {
        auto login = builder();
        login.projectName = QStringLiteral("p");
        QCOMPARE(shownLogin(login), QStringLiteral("user \"u\" in project \"p\""));
    }

    void aTokensLifeIsTakenFromKeystonesClock()
    {
        const auto ours = QDateTime(QDate(1999, 1, 1), QTime(0, 0), QTimeZone::UTC);
        const auto token = parseToken(R"({"token": {"issued_at": "2026-01-01T00:00:00.000000Z",
                                                     "expires_at": "2026-01-01T01:00:00.000000Z"}})",
                                      Secret(QByteArray("t")), ours);
        QVERIFY2(token, qPrintable(token ? QString() : token.error().message()));
        QCOMPARE(token->life, seconds(3600));
    }

    void whatIsNoTokenIsRefused()
    {
        const Secret value(QByteArray("t"));
        QCOMPARE(parseToken("<html>", value, {}).error().kind(), ErrorKind::Protocol);
        QCOMPARE(parseToken(R"({"token": {}})", value, {}).error().kind(), ErrorKind::Protocol);
        QCOMPARE(parseToken(R"({"token": {"expires_at": "2026-01-01T01:00:00Z"}})", {}, {}).error().kind(),
                 ErrorKind::Protocol);
    }
};

IMAGEBUILDER_TEST(AuthCodecTest, "authcodec")
#include "authcodectest.moc"
