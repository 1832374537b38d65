// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/wakeup.h"

#include <QtCore/QByteArray>
#include <QtCore/QSocketNotifier>

#include <memory>

namespace imagebuilder::headless {

/// Writes lines to a descriptor whose reader may be slow, without ever blocking. What it does not take yet waits here;
/// who fills it looks at waiting() first. The descriptor's mode is as before afterwards.
class Outlet
{
public:
    /// `changed` is notified when all that waited is written, or the reader has gone; it must outlive this.
    Outlet(int descriptor, Wakeup &changed);
    ~Outlet();
    Outlet(const Outlet &) = delete;
    Outlet &operator=(const Outlet &) = delete;

    /// `line` without its end.
    void add(const QByteArray &line);
    qsizetype waiting() const { return m_bytes.size() - m_written; }
    /// Nobody will read any more. Also true of one who went without our writing meanwhile.
    bool gone();

private:
    void flush();
    int m_descriptor;
    int m_mode; ///< its flags before
    Wakeup &m_changed;
    QByteArray m_bytes;
    qsizetype m_written = 0; ///< of those
    bool m_gone = false;
    std::unique_ptr<QSocketNotifier> m_writable;
};

} // namespace imagebuilder::headless
