// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "ssh/command.h"

#include "base/child.h"
#include "base/logging.h"

#include <QtCore/QTemporaryFile>

namespace imagebuilder::ssh {

using namespace Qt::StringLiterals;

namespace {

constexpr int ownFailure = 255; ///< ssh(1), EXIT STATUS
constexpr milliseconds longestConnect = seconds(15);

/// A path for -o, whose values know quotes and %-tokens (ssh_config(5), TOKENS).
QString quoted(QString path)
{
    path.replace(u"%"_s, u"%%"_s).replace(u"\\"_s, u"\\\\"_s).replace(u"\""_s, u"\\\""_s);
    return u'"' + path + u'"';
}

/// The signature algorithms of the known keys' types: asking for another one would end in an unknown key.
QString algorithms(const QByteArray &knownHosts)
{
    QStringList names;
    for (const auto &line : knownHosts.split('\n')) {
        const auto fields = line.simplified().split(' ');
        if (fields.size() < 3)
            continue;
        const auto type = QString::fromLatin1(fields[1]);
        names << (type == u"ssh-rsa" ? QStringLiteral("rsa-sha2-512,rsa-sha2-256") : type);
    }
    names.removeDuplicates();
    return names.join(u',');
}

QStringList argumentsFor(const Target &target, const Command &command, const QString &knownHostsFile)
{
    const auto connect = std::chrono::ceil<seconds>(std::min(longestConnect, command.timeout));
    QStringList arguments{QStringLiteral("-F"), QStringLiteral("/dev/null"), QStringLiteral("-T")};
    for (const auto &option : {
             QStringLiteral("BatchMode=yes"),
             QStringLiteral("PreferredAuthentications=publickey"),
             QStringLiteral("IdentitiesOnly=yes"),
             QStringLiteral("IdentityAgent=none"),
             QStringLiteral("IdentityFile=%1").arg(quoted(target.privateKey)),
             QStringLiteral("StrictHostKeyChecking=yes"),
             QStringLiteral("UserKnownHostsFile=%1").arg(quoted(knownHostsFile)),
             QStringLiteral("GlobalKnownHostsFile=/dev/null"),
             QStringLiteral("HostKeyAlgorithms=%1").arg(algorithms(target.knownHosts)),
             QStringLiteral("UpdateHostKeys=no"),
             QStringLiteral("ClearAllForwardings=yes"),
             QStringLiteral("ForwardAgent=no"),
             QStringLiteral("ForwardX11=no"),
             QStringLiteral("ControlPath=none"),
             QStringLiteral("ConnectTimeout=%1").arg(std::max<qint64>(1, connect.count())),
             QStringLiteral("ServerAliveInterval=15"),
             QStringLiteral("ServerAliveCountMax=4"),
             QStringLiteral("LogLevel=ERROR"),
         })
        arguments << QStringLiteral("-o") << option;
    return arguments << QStringLiteral("-l") << target.user << QStringLiteral("-p") << QString::number(target.port)
                     << QStringLiteral("--") << target.address << command.line;
}

/// ssh's own words in one line, or what else is known.
QString words(const QByteArray &errors)
{
    const auto text = QString::fromUtf8(errors).simplified();
    return text.isEmpty() ? QStringLiteral("ssh gave no reason") : text.right(1000);
}

} // namespace

Task<Result<Outcome>> run(Target target, Command command, std::stop_token stop)
{
    const auto where = QStringLiteral("ssh %1@%2 port %3").arg(target.user, target.address).arg(target.port);
    if (algorithms(target.knownHosts).isEmpty())
        co_return failure(ErrorKind::Ssh, QStringLiteral("%1: no host key is known, so it was not tried").arg(where));
    QTemporaryFile known; // 0600, and gone with this task
    if (!known.open() || known.write(target.knownHosts) < 0 || !known.flush())
        co_return failure(ErrorKind::Storage, QStringLiteral("%1: cannot write the known hosts to %2: %3")
                                                  .arg(where, known.fileName(), known.errorString()));
    qCDebug(lcSsh).noquote() << where << command.line;
    ChildCommand child{.program = QStringLiteral("ssh"),
                       .arguments = argumentsFor(target, command, known.fileName()),
                       .input = command.input,
                       .timeout = command.timeout,
                       .onLine = command.onLine};
    auto ended = co_await runChild(std::move(child), stop);
    if (!ended)
        co_return std::unexpected(ended.error().withContext(where));
    if (ended->exitCode == ownFailure)
        co_return failure(ErrorKind::Ssh, QStringLiteral("%1: %2").arg(where, words(ended->errors)));
    co_return Outcome{.exitCode = ended->exitCode, .output = ended->output, .errors = ended->errors};
}

} // namespace imagebuilder::ssh
