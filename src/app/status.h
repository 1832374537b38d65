// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/openbuilds.h"

namespace imagebuilder::app {

/// What one consumer shows of one image name, as the journal knows it.
struct Served
{
    QString image;
    QString consumer; ///< the build cloud's name where there is no consumer
    QString id;
    QString build;
    QString base;
    QString arch;
    QDateTime since;
};

/// One build that is under way, or was when its process died.
struct UnderWay
{
    BuildView build;
    QDateTime stepSince;
};

/// Something that wants a person, and the command that helps.
struct Trouble
{
    QString text;
    QString remedy;
};

struct Status
{
    QList<Served> served; ///< by image, then consumer
    QList<UnderWay> underWay;
    QList<Trouble> troubles;
};

/// One look at the journal; no cloud is asked.
Result<Status> status(Backend &backend);

} // namespace imagebuilder::app
