// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/hookstate.h"

namespace imagebuilder::app {

/// What a person asked for; empty lists mean all.
struct RunWish
{
    QStringList bases;
    QStringList consumers; ///< clouds
};

/// The parameters of action `run` against the plan. Config says what there is instead.
Result<RunWish> runWish(const UnitPlan &plan, const QJsonObject &parameters);

/// Orders builds, unless all that is wished runs or waits already; the ids by image name.
Result<QMap<QString, QString>> orderRun(const HookState &state, const RunWish &wish);

/// Waits until these builds have ended; what failed, by image name.
[[nodiscard]] Task<Result<QMap<QString, QString>>> waitForBuilds(HookStatePtr state, QMap<QString, QString> ids,
                                                                 std::stop_token stop);

} // namespace imagebuilder::app
