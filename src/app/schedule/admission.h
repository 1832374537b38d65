// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/buildimages.h"
#include "app/schedule/streak.h"

namespace imagebuilder::app {

/// One image that the schedule does not build now.
struct HeldBack
{
    enum class Why { Paused, Slowed };
    BuildOrder order;
    Why why = Why::Paused;
    QString reason;
    QDateTime next; ///< when it is tried again; invalid while a person has paused
};

struct Admission
{
    QList<BuildOrder> admitted;
    QList<HeldBack> held;
};

/// What the schedule may build of these: nothing while paused. An image that failed five times in a row, once a day;
/// meanwhile, at most once an hour, its prepare step is tried alone where the cause may pass by itself, and when that
/// passes the image is admitted (CASES 27). `backend` must outlive the task.
[[nodiscard]] Task<Result<Admission>> admitScheduled(Backend &backend, QList<BuildOrder> orders, std::stop_token stop);

/// Says that the schedule is paused to who builds by hand, which goes on, and writes down who ordered what. `orders`
/// are those that are going to be built.
Result<void> noteOrderedByHand(Backend &backend, const QList<BuildOrder> &orders, const QString &who);

} // namespace imagebuilder::app
