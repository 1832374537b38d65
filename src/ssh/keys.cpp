// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "ssh/keys.h"

#include "base/child.h"
#include "ssh/publickey.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QSaveFile>
#include <QtCore/QTemporaryDir>

#include <unistd.h>

#include <cerrno>

namespace imagebuilder::ssh {

namespace {

std::unexpected<Error> cannot(const QString &doing, const QString &path, const QString &why)
{
    return failure(ErrorKind::Storage,
                   QStringLiteral("%1 %2: %3; check the folder's owner, mode and free space").arg(doing, path, why));
}

Task<Result<ChildOutcome>> keygen(QStringList arguments, std::stop_token stop)
{
    ChildCommand command{.program = QStringLiteral("ssh-keygen"), .arguments = std::move(arguments)};
    IB_CO_TRY(auto outcome, co_await runChild(command, stop));
    if (outcome.exitCode != 0)
        co_return failure(ErrorKind::Storage,
                          QStringLiteral("ssh-keygen failed: %1").arg(QString::fromUtf8(outcome.errors.trimmed())));
    co_return outcome;
}

/// What becomes of a key that is there already.
enum class Present { Stays, IsReplaced };

Result<void> moveIntoPlace(const QString &fresh, const QString &path, Present present)
{
    const auto from = QFile::encodeName(fresh);
    const auto to = QFile::encodeName(path);
    const bool moved = present == Present::IsReplaced
                           ? ::rename(from.constData(), to.constData()) == 0
                           : ::link(from.constData(), to.constData()) == 0 || errno == EEXIST;
    if (!moved)
        return cannot(QStringLiteral("cannot write the key"), path, qt_error_string(errno));
    return {};
}

/// Makes a key in a folder beside `path` and gives it its name there. Where a first key is made and another process was
/// faster, its key stays, because a cloud may know it already.
Task<Result<void>> make(QString path, QString comment, Present present, std::stop_token stop)
{
    const QFileInfo info(path);
    if (!QDir().mkpath(info.absolutePath()))
        co_return cannot(QStringLiteral("cannot make the folder"), info.absolutePath(), qt_error_string(errno));
    QTemporaryDir nearby(info.absolutePath() + QStringLiteral("/.new-key-XXXXXX"));
    if (!nearby.isValid())
        co_return cannot(QStringLiteral("cannot write in"), info.absolutePath(), nearby.errorString());
    const auto fresh = nearby.filePath(QStringLiteral("key"));
    const QStringList arguments{QStringLiteral("-q"),
                                QStringLiteral("-t"),
                                QStringLiteral("ed25519"),
                                QStringLiteral("-N"),
                                QString(),
                                QStringLiteral("-C"),
                                comment,
                                QStringLiteral("-f"),
                                fresh};
    IB_CO_CHECK(co_await keygen(arguments, stop));
    co_return moveIntoPlace(fresh, path, present);
}

Result<void> writePublicKey(const QString &path, const QByteArray &line)
{
    QFile old(path);
    if (old.open(QIODevice::ReadOnly) && old.readAll() == line + '\n')
        return {};
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(line + '\n') < 0 || !file.commit())
        return cannot(QStringLiteral("cannot write"), path, file.errorString());
    return {};
}

} // namespace

Task<Result<KeyFiles>> ensureKeyFiles(QString path, QString comment, std::stop_token stop)
{
    if (!QFile::exists(path))
        IB_CO_CHECK(co_await make(path, comment, Present::Stays, stop));
    // Neither umask nor an operator's copy decides who reads it; ssh refuses a key that others may read.
    if (!QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        co_return cannot(QStringLiteral("cannot set mode 600 of"), path, qt_error_string(errno));
    // The public half is always told by the private one: a .pub file of another key would lock us out of every VM.
    const QStringList arguments{QStringLiteral("-y"), QStringLiteral("-P"), QString(), QStringLiteral("-f"), path};
    auto told = co_await keygen(arguments, stop);
    if (!told)
        co_return std::unexpected(told.error().withContext(
            QStringLiteral("the key %1 cannot be used; move it away to get a new one").arg(path)));
    const auto line = told->output.trimmed();
    IB_CO_CHECK(parsePublicKey(line));
    IB_CO_CHECK(writePublicKey(path + QStringLiteral(".pub"), line));
    co_return KeyFiles{.privateKey = path, .publicKey = line};
}

Task<Result<void>> renewKeyFiles(QString path, QString comment, std::stop_token stop)
{
    return make(std::move(path), std::move(comment), Present::IsReplaced, stop);
}

Result<QString> md5Fingerprint(const QByteArray &publicKey)
{
    IB_TRY(const auto key, parsePublicKey(publicKey));
    return QString::fromLatin1(QCryptographicHash::hash(key.blob, QCryptographicHash::Md5).toHex(':'));
}

} // namespace imagebuilder::ssh
