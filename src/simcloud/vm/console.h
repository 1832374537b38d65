// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/vm/child.h"

#include <thread>

namespace imagebuilder::simcloud {

/// A VM's /dev/console: a FIFO that programs in the VM write to. Whatever comes, from them or from the simulator, is
/// handed out as it comes, on a thread of its own.
class Console
{
public:
    /// Makes the FIFO at `path` anew.
    Console(const QString &path, OnBytes onBytes);
    ~Console();
    Console(const Console &) = delete;
    Console &operator=(const Console &) = delete;

    void write(const QByteArray &bytes) const;

private:
    void read(const std::stop_token &stop) const;

    OnBytes m_onBytes;
    int m_fifo = -1;
    std::jthread m_reader;
};

} // namespace imagebuilder::simcloud
