// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "juju/hooktools.h"

#include <QtCore/QDateTime>

namespace imagebuilder::app {

/// What a unit's status is made of.
struct UnitFacts
{
    QString blocked; ///< what is wrong with the options; empty: nothing
    bool hasConsumers = false;
    bool isLeader = false;
    bool building = false;
    QString failure;                      ///< "step: reason" of the last build, if it failed
    QString paused = {};                  ///< who paused the schedule, since when; empty: nobody
    QMap<QString, QString> unserved = {}; ///< consumer → why it got no new image
    QDateTime servedSince = {};           ///< when the oldest image that is shown was published; invalid: none is
};

/// The one status that says most (CONTRACT.md).
juju::UnitStatus unitStatus(const UnitFacts &facts);

} // namespace imagebuilder::app
