// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/signature.h"

#include "base/child.h"

#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryFile>

namespace imagebuilder::images {

namespace {

/// What gpgv's status lines say (GnuPG's doc/DETAILS). A VALIDSIG alone is not enough: it also follows EXPKEYSIG and
/// REVKEYSIG. One good signature is; others may be by keys we do not have.
struct Verdict
{
    Signer signer;
    QString missingKey;
    bool bad = false;
};

/// "GOODSIG KEYID USER ID": UTF-8, with some bytes percent-escaped. It goes to terminals, so nothing unprintable stays.
QString userIdIn(const QByteArrayList &words)
{
    auto text = QString::fromUtf8(QByteArray::fromPercentEncoding(words.mid(3).join(' ')));
    text.removeIf([](QChar c) { return !c.isPrint(); });
    return text;
}

Verdict verdictOf(const QByteArray &status)
{
    Verdict verdict;
    bool good = false;
    QString userId;
    for (const auto &line : status.split('\n')) {
        const auto words = line.simplified().split(' ');
        if (words.size() < 2 || words[0] != "[GNUPG:]")
            continue;
        const auto &word = words[1];
        if (word == "NEWSIG" || word == "EXPSIG" || word == "EXPKEYSIG" || word == "REVKEYSIG" || word == "ERRSIG")
            good = false;
        else if (word == "GOODSIG") {
            good = true;
            userId = userIdIn(words);
        } else if (word == "BADSIG")
            verdict.bad = true;
        else if (word == "NO_PUBKEY" && words.size() > 2)
            verdict.missingKey = QString::fromLatin1(words[2]);
        else if (word == "VALIDSIG" && good && words.size() > 2)
            // The last word is the primary key's; the second may be a subkey's.
            verdict.signer = {QString::fromLatin1(words.last()), userId};
    }
    return verdict;
}

} // namespace

Task<Result<Signer>> verifySignature(QByteArray text, QByteArray signature, QString keyring, std::stop_token stop)
{
    const QFileInfo keys(keyring);
    if (!keys.isFile() || !keys.isReadable())
        co_return failure(ErrorKind::Config, QStringLiteral("the keyring %1 cannot be read; install ubuntu-keyring, or "
                                                            "turn the check off with --image-signature off")
                                                 .arg(keyring));
    QTemporaryFile file;
    if (!file.open() || file.write(signature) < 0 || !file.flush())
        co_return failure(
            ErrorKind::Storage,
            QStringLiteral("cannot write a file for gpgv: %1: %2").arg(file.fileName(), file.errorString()));
    ChildCommand command{.program = QStringLiteral("gpgv"),
                         .arguments = {QStringLiteral("--status-fd"), QStringLiteral("1"), QStringLiteral("--keyring"),
                                       keys.absoluteFilePath(), QStringLiteral("--"), file.fileName(),
                                       QStringLiteral("-")},
                         .input = text};
    IB_CO_TRY(const auto outcome, co_await runChild(command, stop));
    const auto verdict = verdictOf(outcome.output);
    if (!verdict.bad && !verdict.signer.fingerprint.isEmpty())
        co_return verdict.signer;
    if (!verdict.bad && !verdict.missingKey.isEmpty())
        co_return failure(
            ErrorKind::Config,
            QStringLiteral("the signature is by key %1, which the keyring %2 does not hold; name the right one "
                           "with --image-keyring")
                .arg(verdict.missingKey, keyring));
    co_return failure(
        ErrorKind::Protocol,
        QStringLiteral("the signature is bad; gpgv says: %1").arg(QString::fromUtf8(outcome.errors).simplified()));
}

} // namespace imagebuilder::images
