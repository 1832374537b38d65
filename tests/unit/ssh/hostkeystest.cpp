// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "ssh/hostkeys.h"

#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::ssh;

namespace {

const QByteArray ed25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0wmN/Cr3JXqmLW7u+g9pTh+wyqDHpSQEIQczXkVx9q";
const QByteArray otherEd25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKtmGV5CJWvmNTPDgq0cLDKpS1bsmEdk5OTIKHkjFqYC";
// The smallest well-formed one: type, curve and point have a length before them.
const QByteArray ecdsa = "ecdsa-sha2-nistp256 " + QByteArray("\0\0\0\x13"
                                                             "ecdsa-sha2-nistp256\0\0\0\x08nistp256\0\0\0\x01\x04",
                                                             4 + 19 + 4 + 8 + 5)
                                                      .toBase64();

QByteArray block(const QByteArrayList &keys)
{
    QByteArray text = "-----BEGIN SSH HOST KEY KEYS-----\n";
    for (const auto &key : keys)
        text += key + " root@builder\n";
    return text + "-----END SSH HOST KEY KEYS-----\n";
}

} // namespace

class HostKeysTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysAreFoundBehindPrefixesAndCarriageReturns()
    {
        const QByteArray log = "[    1.0] Linux version 6.8\r\n"
                               "[   12.3] cloud-init[512]: -----BEGIN SSH HOST KEY KEYS-----\r\n"
                               "[   12.3] cloud-init[512]: " +
                               ecdsa +
                               " root@builder\r\n"
                               "[   12.4] random: crng init done\r\n"
                               "[   12.5] cloud-init[512]: " +
                               ed25519 +
                               " root@builder\r\n"
                               "[   12.6] cloud-init[512]: -----END SSH HOST KEY KEYS-----\r\n";
        const auto keys = parseHostKeys(log);
        QVERIFY(keys);
        QCOMPARE(keys->keys, QByteArrayList({ecdsa, ed25519}));
    }

    void aBlockThatIsNotCompleteIsNotFoundYet()
    {
        const auto whole = block({ed25519});
        for (const auto length : {qsizetype(0), qsizetype(20), whole.size() - 5})
            QCOMPARE(parseHostKeys(whole.first(length)).error().kind(), ErrorKind::NotFound);
    }

    void aBlockCutByTheConsolesWindowIsPassedOver()
    {
        const auto cut = block({otherEd25519}).sliced(10);
        QCOMPARE(parseHostKeys(cut + block({ed25519}))->keys, QByteArrayList{ed25519});
    }

    void aBlockWithoutAUsableKeyIsNone()
    {
        QCOMPARE(parseHostKeys(block({"ssh-ed25519 AAAAC3Nza", "ssh-dss AAAA"})).error().kind(), ErrorKind::NotFound);
    }

    void theSameKeysInAnotherOrderAreNoForgery()
    {
        const auto log = block({ed25519, ecdsa}) + block({ecdsa, ed25519}) + block({ed25519});
        QCOMPARE(*parseHostKeys(log), *parseHostKeys(block({ecdsa, ed25519})));
    }

    void aLaterBlockWithAnotherKeyIsAnError()
    {
        const auto keys = parseHostKeys(block({ed25519}) + block({ed25519, otherEd25519}));
        QVERIFY(!keys);
        QCOMPARE(keys.error().kind(), ErrorKind::Ssh);
    }

    void fewerKeysThanTheKnownOnesAreNoForgery()
    {
        const auto known = keysOf(knownHosts({{ecdsa, ed25519}}, {QStringLiteral("10.0.0.4")}, 2222));
        QCOMPARE(known, HostKeys({ecdsa, ed25519}));
        QCOMPARE(*hostKeysSoFar(known, block({ed25519})), known);
        QCOMPARE(*hostKeysSoFar(known, "the block has scrolled out\n"), known);
    }

    void keyThatWasNotAmongTheKnownOnesIsForgedForGood()
    {
        const auto shown = hostKeysSoFar(HostKeys{{ecdsa, ed25519}}, block({ed25519, otherEd25519}));
        QCOMPARE(shown.error().kind(), ErrorKind::Ssh);
        QCOMPARE(hostKeysSoFar(shown, block({ecdsa, ed25519})).error().kind(), ErrorKind::Ssh);
    }

    void otherPortsAreWrittenInBrackets()
    {
        const HostKeys keys{{ed25519}};
        const QStringList addresses{QStringLiteral("10.0.0.4"), QStringLiteral("fd00::4")};
        QCOMPARE(knownHosts(keys, addresses, 22), "10.0.0.4 " + ed25519 + "\nfd00::4 " + ed25519 + '\n');
        QCOMPARE(knownHosts(keys, addresses, 2222),
                 "[10.0.0.4]:2222 " + ed25519 + "\n[fd00::4]:2222 " + ed25519 + '\n');
    }

    void anAddressCannotWidenALine()
    {
        QVERIFY(
            knownHosts({{ed25519}}, {QStringLiteral("*"), QStringLiteral("a b"), QStringLiteral("a\nb"), QString()}, 22)
                .isEmpty());
    }
};

IMAGEBUILDER_TEST(HostKeysTest, "hostkeys")
#include "hostkeystest.moc"
