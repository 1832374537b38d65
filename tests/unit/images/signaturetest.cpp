// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/signature.h"

#include "support/mirror.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::images;

/// With real keys and the real gpgv.
class SignatureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_mirror = std::make_unique<testing::MirrorFixture>("image"); }

    void theSignersFingerprintAndNameComeBack()
    {
        const auto signer = verify(text(), signature(), m_mirror->keyring());
        QVERIFY2(signer, qPrintable(signer ? QString() : signer.error().message()));
        QCOMPARE(signer->fingerprint.size(), 40);
        QCOMPARE(signer->userId, QStringLiteral("imagebuilder test mirror"));
    }

    void case17_aChangedTextIsBad()
    {
        const auto signer = verify(text() + ' ', signature(), m_mirror->keyring());
        QCOMPARE(signer.error().kind(), ErrorKind::Protocol);
    }

    void whatIsNoSignatureIsBad()
    {
        for (const QByteArray &bytes : {QByteArray(), QByteArray("<html>not found</html>")})
            QCOMPARE(verify(text(), bytes, m_mirror->keyring()).error().kind(), ErrorKind::Protocol);
    }

    void aStrangersKeyIsToldApartFromABadSignature()
    {
        const testing::MirrorFixture stranger("image");
        const auto signer = verify(text(), signature(), stranger.keyring());
        QCOMPARE(signer.error().kind(), ErrorKind::Config);
        QVERIFY(signer.error().text().contains(stranger.keyring()));
    }

    void aMissingKeyringIsNamed()
    {
        const auto signer = verify(text(), signature(), QStringLiteral("/no/keyring.gpg"));
        QCOMPARE(signer.error().kind(), ErrorKind::Config);
        QVERIFY(signer.error().text().contains(u"/no/keyring.gpg"));
    }

private:
    QByteArray read(const QString &path) const
    {
        QFile file(m_mirror->file(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QByteArray text() const { return read(QStringLiteral("noble/current/SHA256SUMS")); }
    QByteArray signature() const { return read(QStringLiteral("noble/current/SHA256SUMS.gpg")); }
    static Result<Signer> verify(const QByteArray &text, const QByteArray &signature, const QString &keyring)
    {
        return QCoro::waitFor(verifySignature(text, signature, keyring, {}));
    }
    std::unique_ptr<testing::MirrorFixture> m_mirror;
};

IMAGEBUILDER_TEST(SignatureTest, "signature")
#include "signaturetest.moc"
