// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>

#include <functional>

namespace imagebuilder {

/// What a child writes to one of its channels: a bounded part is kept, and every line is told.
class ChildOutput
{
public:
    enum class Keep { First, Last };

    ChildOutput(Keep keep, qint64 most, std::function<void(QByteArray)> onLine)
        : m_keep(keep), m_most(most), m_onLine(std::move(onLine))
    {
    }

    void add(const QByteArray &bytes);
    /// Tells a last line that had no end.
    void end();
    const QByteArray &kept() const { return m_kept; }

private:
    void tell(QByteArrayView line) const;
    Keep m_keep;
    qint64 m_most;
    std::function<void(QByteArray)> m_onLine;
    QByteArray m_kept;
    QByteArray m_line;
};

/// Without escape sequences (CSI, OSC) and control characters other than tab: what a VM prints must not steer a
/// terminal.
QByteArray withoutControlCodes(QByteArrayView text);

} // namespace imagebuilder
