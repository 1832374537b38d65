// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QString>

#include <functional>

namespace imagebuilder::testing {

/// One request of a run at which the program is killed.
struct KillPoint
{
    QString method;
    QString route;      ///< as the simulated cloud's log names it
    QString project;    ///< empty: without a token
    int nth = 1;        ///< of those that are alike in the three above
    bool after = false; ///< the cloud did it, and its answer never came; else it was never done

    /// "after POST /compute/v2.1/servers (builder, 1st)"
    QString text() const;
    /// What the simulated cloud is told to hold.
    QJsonObject hold() const;
};

/// Every request of a run that went well, before and after it is done. Requests that only ask count three times at
/// most when they are alike: the first, one between, and the last, which is the one that brought the change.
QList<KillPoint> killPoints(const QJsonArray &requests);

/// Calls `work` with every index below `count`, `side` of them at once, each in a thread of its own.
void besideEachOther(qsizetype count, int side, const std::function<void(qsizetype)> &work);

} // namespace imagebuilder::testing
