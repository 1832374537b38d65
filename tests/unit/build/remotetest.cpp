// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/remote.h"

#include "build/boot.h"
#include "fakesite.h"
#include "ssh/hostkeys.h"
#include "support/sshserver.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::testing;
using QCoro::waitFor;

namespace {

const QByteArray anotherKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKtmGV5CJWvmNTPDgq0cLDKpS1bsmEdk5OTIKHkjFqYC";

/// The words with which a login at these addresses fails; sshd listens on another loopback address, or shows a key
/// that is not the known one.
Error failureAt(const QStringList &addresses, const SshServer &server, const QByteArray &hostKey)
{
    FakeNova nova({{.server = R"("status": "ERROR", "fault": {"message": "the host burns"})"}});
    FakeSite fake(nova);
    auto &site = fake.site();
    site.options.sshPort = server.port();
    site.options.sshUser = server.user();
    site.key.privateKey = server.key();
    auto build = fake.begun();
    build->addresses = addresses;
    build->knownHosts = ssh::knownHosts({{hostKey}}, addresses, server.port());
    const auto reached = waitFor(build::reachServer(site, build, seconds(8), {}));
    return reached ? Error(ErrorKind::Internal, QStringLiteral("it was reached")) : reached.error();
}

} // namespace

class RemoteTest : public QObject
{
    Q_OBJECT

    SshServer m_server;

private Q_SLOTS:
    void case13_whoNeverAnswersIsNamedWithEveryAddressAndNovasFault()
    {
        const auto error =
            failureAt({QStringLiteral("127.0.0.2"), QStringLiteral("::1")}, m_server, m_server.hostKey());
        QCOMPARE(error.kind(), ErrorKind::Ssh);
        for (const auto *part : {"127.0.0.2: ", "::1: ", "ERROR, the host burns", "Check the network"})
            QVERIFY2(error.text().contains(QLatin1StringView(part)), qPrintable(error.text()));
    }

    void case13_serverWithoutAddressEndsAtTheDeadlineAndTheErrorNamesTheNetwork()
    {
        FakeNova nova;
        FakeSite fake(nova);
        const auto booted = waitFor(build::boot(fake.site(), fake.begun(), {}, {}));
        QCOMPARE(booted.error().kind(), ErrorKind::Timeout);
        QVERIFY2(booted.error().text().contains(u"got no address on network net-7"), qPrintable(booted.error().text()));
    }

    void case13_serverInErrorEndsAtOnceWithNovasFault()
    {
        FakeNova nova({{}, {.server = R"("status": "ERROR", "fault": {"message": "No valid host"})"}});
        FakeSite fake(nova);
        const auto booted = waitFor(build::boot(fake.site(), fake.begun(), {}, {}));
        QVERIFY2(booted.error().text().endsWith(u"No valid host"), qPrintable(booted.error().text()));
        QVERIFY(nova.clock().monotonic() < seconds(5));
    }

    void changedHostKeyIsSaid()
    {
        const auto error = failureAt({QStringLiteral("127.0.0.1")}, m_server, anotherKey);
        QVERIFY2(error.text().contains(u"is not the one that the console showed"), qPrintable(error.text()));
    }

    void withoutAnSshProgramNothingIsRetried()
    {
        const auto path = qgetenv("PATH");
        qputenv("PATH", "/nonexistent");
        const auto error = failureAt({QStringLiteral("127.0.0.1")}, m_server, m_server.hostKey());
        qputenv("PATH", path);
        QCOMPARE(error.kind(), ErrorKind::Config);
    }
};

IMAGEBUILDER_TEST(RemoteTest, "remote")

#include "remotetest.moc"
