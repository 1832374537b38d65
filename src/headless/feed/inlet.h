// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QSocketNotifier>

#include <functional>
#include <memory>

namespace imagebuilder::headless {

/// Reads lines from a descriptor as they come. Its end is no event: who only reads from us has nothing to say.
class Inlet
{
public:
    /// `line` gets each line without its end; one that is longer than 64 KiB comes as an empty one.
    Inlet(int descriptor, std::function<void(QByteArray)> line);

private:
    void take();
    int m_descriptor;
    std::function<void(QByteArray)> m_line;
    QByteArray m_rest;
    bool m_tooLong = false;
    std::unique_ptr<QSocketNotifier> m_readable;
};

} // namespace imagebuilder::headless
