// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "simcloud/vm/folders.h"
#include "simcloud/vm/sshd.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace imagebuilder::simcloud {

class CloudInit;
class Console;

/// How many real milliseconds some simulated ones take.
using RealTime = std::function<milliseconds(milliseconds)>;

/// A running VM: one thread that tells the story of its boot, keeps its sshd, and ends with it.
class Vm
{
public:
    /// Boots. `onConsole` is called on other threads until this object is gone.
    Vm(VmFolders folders, VmSpec spec, int port, RealTime real, std::function<void(const QByteArray &)> onConsole);
    /// Takes the power away; the disk stays.
    ~Vm();
    Vm(const Vm &) = delete;
    Vm &operator=(const Vm &) = delete;

private:
    void run(const std::stop_token &stop);
    Result<void> prepareDisk() const;
    bool hasLease() const;
    void bootKernel(const Console &console, const std::stop_token &stop);
    /// False when a stop was requested meanwhile.
    bool waitUntil(milliseconds uptime, const std::stop_token &stop);
    milliseconds uptime() const;

    const VmFolders m_folders;
    const VmSpec m_spec;
    const int m_port;
    const RealTime m_real;
    const std::function<void(const QByteArray &)> m_onConsole;
    std::chrono::steady_clock::time_point m_began = std::chrono::steady_clock::now();
    std::mutex m_mutex;
    std::condition_variable_any m_never; ///< only stops wake it
    std::jthread m_thread;
};

} // namespace imagebuilder::simcloud
