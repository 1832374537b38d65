// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/program.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdio>
#include <exception>

namespace {

/// Secrets lie in this process's memory: no core dump, no debugger of another process of this user, no readable files.
void harden()
{
    umask(S_IRWXG | S_IRWXO);
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__ // the leak checker looks at its own process as a debugger does
    prctl(PR_SET_DUMPABLE, 0);
#endif
    std::signal(SIGPIPE, SIG_IGN); // whoever read our output has gone; the build goes on
}

} // namespace

#if defined(__SANITIZE_THREAD__)
// Qt is not instrumented. ./dev says so in the environment, which a child of a unit's hook has not: it is made from
// nothing.
extern "C" const char *__tsan_default_options() // NOLINT(bugprone-reserved-identifier): the sanitizer's name for it
{
    return "ignore_noninstrumented_modules=1:halt_on_error=1";
}
#endif

int main(int argc, char **argv)
{
    try {
        harden();
        return imagebuilder::headless::Program().run(argc, argv);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "imagebuilderd: a mistake in this program: %s\n", error.what());
    } catch (...) {
        std::fputs("imagebuilderd: a mistake in this program\n", stderr);
    }
    return static_cast<int>(imagebuilder::headless::ExitCode::Internal);
}
