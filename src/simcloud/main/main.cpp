// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"
#include "simcloud/main/arguments.h"
#include "simcloud/sim/cloud.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTemporaryDir>

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <thread>

namespace {

using imagebuilder::simcloud::Cloud;

/// Stops the cloud on SIGTERM and SIGINT; the signals must be blocked in all threads. The cloud must outlive the
/// thread: it stops serving before stop() has ended.
std::jthread stopOnSignal(Cloud &cloud, sigset_t signals)
{
    return std::jthread([&cloud, signals] {
        int which = 0;
        sigwait(&signals, &which);
        cloud.stop();
    });
}

/// Ends with whoever started this program and holds the other end of its standard input.
void stopWithParent()
{
    std::thread([] {
        char ignored = 0;
        while (read(STDIN_FILENO, &ignored, 1) > 0) {
        }
        kill(getpid(), SIGTERM);
    }).detach();
}

} // namespace

int main(int argc, char **argv)
{
    using namespace imagebuilder;
    const QCoreApplication application(argc, argv);
    auto parsed = simcloud::parseArguments(argc, argv);
    if (!parsed)
        return parsed.error();

    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr); // threads inherit this
    std::signal(SIGPIPE, SIG_IGN);

    std::optional<QTemporaryDir> own;
    if (parsed->options.folder.isEmpty()) {
        own.emplace();
        parsed->options.folder = own->path();
    }
    Cloud cloud(parsed->options);
    if (const auto started = cloud.start(); !started) {
        std::fprintf(stderr, "imagebuilder-simcloud: %s\n", qPrintable(started.error().message()));
        return EXIT_FAILURE;
    }
    const auto stopping = stopOnSignal(cloud, signals);
    if (parsed->withParent)
        stopWithParent();
    const auto ready = compactJson({{"url", cloud.url()},
                                    {"clouds", cloud.cloudsYaml()},
                                    {"folder", parsed->options.folder},
                                    {"ssh_user", simcloud::sshUser()},
                                    {"ssh_port", cloud.vms().sshPort()}});
    std::printf("%s\n", ready.constData());
    std::fflush(stdout);
    cloud.run();
    kill(getpid(), SIGTERM); // for the thread, in case the server ended by itself
    return EXIT_SUCCESS;
}
