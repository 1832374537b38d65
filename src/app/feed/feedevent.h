// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/buildprogress.h"
#include "app/status.h"

#include <variant>

// What a feed tells, in the order in which it tells it. resources/man/imagebuilderd-feed.5 explains each.
namespace imagebuilder::app::feed {

/// What is told from here to Ready is the whole state; whatever was told before is to be forgotten.
struct SnapshotBegins
{
    QString deployment;
};
/// A build that is new or has changed.
struct BuildTold
{
    BuildView view;
    QList<store::StepRecord> steps;
    int consumers = 0; ///< that shall get its image
    int delivered = 0; ///< that have got it
};
/// No longer among the builds that are told of.
struct BuildForgotten
{
    QString build;
};
/// What is served, what is wrong, the schedule: as a whole, each time any of it changes.
struct StatusTold
{
    Status status;
};
struct Ready
{
};
/// One line of a build's log.
struct LogLine
{
    QString build;
    QByteArray text;
    qint64 end = 0; ///< where it ends in the log, in bytes from the log's start
};
/// How far a transfer is; `state` is empty once it has ended.
struct TransferTold
{
    QString build;
    std::optional<TransferState> state;
};
/// The reader was so slow that this much of a log was left out; a snapshot follows.
struct Skipped
{
    QString build;
    qint64 bytes = 0;
};
/// A sign of life.
struct Beat
{
    QDateTime time;
};

using Event =
    std::variant<SnapshotBegins, BuildTold, BuildForgotten, StatusTold, Ready, LogLine, TransferTold, Skipped, Beat>;

} // namespace imagebuilder::app::feed
