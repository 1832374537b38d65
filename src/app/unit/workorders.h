// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/unitplaces.h"

#include <QtCore/QMap>

namespace imagebuilder::app {

/// What a hook wants of the worker. Where a list is empty, all of them are meant.
struct WorkOrder
{
    enum class Kind {
        Build,
        Serve, ///< find images for consumers that show none
        Check, ///< whether they still have theirs
    };
    Kind kind = Kind::Build;
    QStringList bases;
    QStringList consumers;
    QString trigger;            ///< schedule, config, relation, action
    QMap<QString, QString> ids; ///< image name → id that its build shall have
    bool again = false;         ///< Serve: also look for those that show one
    bool lookOnly = false;      ///< Serve: build nothing
    QString file = {};          ///< where it lies
};

/// Orders lie as files in a folder, so that they outlive every process; they go once they are carried out.
class WorkOrders
{
public:
    explicit WorkOrders(UnitPlaces places) : m_places(std::move(places)) {}

    /// An equal one that waits already is enough.
    Result<void> add(const WorkOrder &order) const;
    /// The oldest first. What is no order is taken away.
    QList<WorkOrder> pending() const;
    void remove(const QList<WorkOrder> &orders) const;

private:
    UnitPlaces m_places;
};

} // namespace imagebuilder::app
