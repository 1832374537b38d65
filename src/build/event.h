// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QString>

#include <functional>

namespace imagebuilder::build {

/// Something that happened in a build, for whoever shows it. Nothing that shows ever reaches back into a step.
struct Event
{
    enum class Kind {
        StepStarted,
        StepEnded, ///< text: the outcome
        Progress,  ///< done and total, in bytes
        Line,      ///< one line of the VM's or a step's log
        Warning,
        Manifest, ///< text: what the image is made of, as JSON (software.h)
    };
    QString build;
    QString step;
    Kind kind = Kind::Line;
    QString text;
    qint64 done = 0;
    qint64 total = 0;
    QString image = {}; ///< name of what `build` makes; empty where the event does not say
};

using EventSink = std::function<void(const Event &)>;

} // namespace imagebuilder::build
