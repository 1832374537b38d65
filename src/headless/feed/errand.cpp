// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/feed/errand.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QProcessEnvironment>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <vector>

namespace imagebuilder::headless {

namespace {

constexpr qint64 mostOutput = 4LL * 1024 * 1024;

/// Bytes with the zero-ended pointers that the C library wants; the bytes must outlive those.
std::vector<char *> pointersTo(QByteArrayList &texts)
{
    std::vector<char *> pointers;
    for (auto &text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

QByteArrayList environmentFor(const QString &who)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    if (!who.isEmpty())
        environment.insert(QStringLiteral("IMAGEBUILDER_WHO"), who);
    QByteArrayList texts;
    for (const auto &each : environment.toStringList())
        texts << each.toLocal8Bit();
    return texts;
}

/// Starts it with nothing as its input, `output` as its output, and what it says to people thrown away: the log has it.
int spawn(const QStringList &arguments, const QString &who, int output, pid_t &process)
{
    const auto program = QCoreApplication::applicationFilePath().toLocal8Bit();
    QByteArrayList words{program};
    for (const auto &argument : arguments)
        words << argument.toLocal8Bit();
    auto variables = environmentFor(who);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_t how;
    posix_spawnattr_init(&how);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSID);
    const int wrong = posix_spawn(&process, program.constData(), &files, &how, pointersTo(words).data(),
                                  pointersTo(variables).data());
    posix_spawnattr_destroy(&how);
    posix_spawn_file_actions_destroy(&files);
    return wrong;
}

} // namespace

Result<std::unique_ptr<Errand>> Errand::start(const QStringList &arguments, const QString &who,
                                              std::function<void()> changed)
{
    std::array<int, 2> pipe{};
    if (pipe2(pipe.data(), O_CLOEXEC) != 0)
        return failure(ErrorKind::Internal, QStringLiteral("no pipe for a command: %1").arg(qt_error_string(errno)));
    pid_t process = 0;
    const int wrong = spawn(arguments, who, pipe[1], process);
    close(pipe[1]);
    if (wrong != 0) {
        close(pipe[0]);
        return failure(
            ErrorKind::Internal,
            QStringLiteral("cannot start %1: %2").arg(QCoreApplication::applicationFilePath(), qt_error_string(wrong)));
    }
    return std::unique_ptr<Errand>(new Errand(process, pipe[0], std::move(changed)));
}

Errand::Errand(int process, int pipe, std::function<void()> changed)
    : m_process(process), m_pipe(pipe), m_changed(std::move(changed)),
      m_readable(std::make_unique<QSocketNotifier>(pipe, QSocketNotifier::Read))
{
    QObject::connect(m_readable.get(), &QSocketNotifier::activated, m_readable.get(), [this] { take(); });
}

Errand::~Errand()
{
    m_readable.reset();
    close(m_pipe);
}

void Errand::take()
{
    std::array<char, 16UL * 1024> bytes{};
    const auto count = read(m_pipe, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR)
        return;
    if (count > 0) {
        m_size += count;
        if (m_size <= mostOutput)
            m_output.append(bytes.data(), count);
        else
            m_output.clear();
        return;
    }
    // It closes its output by ending, so this waits for no more than that.
    int status = 0;
    waitpid(m_process, &status, 0);
    m_exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    m_readable->setEnabled(false);
    m_ended = true;
    m_changed();
}

} // namespace imagebuilder::headless
