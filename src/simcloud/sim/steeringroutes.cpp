// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/sim/steeringroutes.h"

#include "simcloud/sim/cloud.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

namespace {

Response wrongRule(const Error &error)
{
    return Response::json({{"error", error.message()}}, 400);
}

Response addFault(Context &context)
{
    const auto fault = Fault::fromJson(context.body);
    if (!fault)
        return wrongRule(fault.error());
    return Response::json({{"id", context.cloud.steering().addFault(*fault)}}, 201);
}

Response listFaults(Context &context)
{
    QJsonArray faults;
    for (const auto &fault : context.cloud.steering().faults())
        faults.append(fault.toJson());
    return Response::json({{"faults", faults}});
}

Response clearFaults(Context &context)
{
    context.cloud.steering().clearFaults();
    return Response::empty(204);
}

QJsonObject holdJson(const Hold &hold)
{
    using enum Hold::Stage;
    auto json = hold.pattern.toJson();
    json.insert("id", hold.id);
    json.insert("when", hold.after ? "after" : "before");
    json.insert("stage", hold.stage == Waiting ? "waiting" : hold.stage == Held ? "held" : "released");
    json.insert("request", hold.request);
    return json;
}

Response addHold(Context &context)
{
    const auto pattern = RequestPattern::fromJson(context.body);
    if (!pattern)
        return wrongRule(pattern.error());
    const bool after = context.body.value("when").toString() == u"after";
    return Response::json({{"id", context.cloud.steering().addHold(*pattern, after)}}, 201);
}

Response listHolds(Context &context)
{
    QJsonArray holds;
    for (const auto &hold : context.cloud.steering().holds())
        holds.append(holdJson(hold));
    return Response::json({{"holds", holds}});
}

/// Answers when the hold holds a request, or 408 after ?timeout_ms (30 s).
Response awaitHeld(Context &context)
{
    const auto most = context.request.parameter(QStringLiteral("timeout_ms"));
    context.lock.unlock();
    const auto hold = context.cloud.steering().waitUntilHeld(context.id().toInt(),
                                                             milliseconds(most.isEmpty() ? 30'000 : most.toInt()));
    context.lock.lock();
    return hold ? Response::json(holdJson(*hold)) : Response::json({{"error", "nothing was held"}}, 408);
}

/// {"drop": true} forgets the held request, or its answer.
Response releaseHold(Context &context)
{
    const bool known = context.cloud.steering().release(context.id().toInt(), context.body.value("drop").toBool());
    return Response::empty(known ? 204 : 404);
}

Response releaseHolds(Context &context)
{
    context.cloud.steering().releaseAll();
    return Response::empty(204);
}

} // namespace

void addSteeringRoutes(Router &router)
{
    const QString faults = QStringLiteral("/sim/faults");
    const QString holds = QStringLiteral("/sim/holds");
    router.add("POST", faults, addFault, Access::Open);
    router.add("GET", faults, listFaults, Access::Open);
    router.add("DELETE", faults, clearFaults, Access::Open);
    router.add("POST", holds, addHold, Access::Open);
    router.add("GET", holds, listHolds, Access::Open);
    router.add("DELETE", holds, releaseHolds, Access::Open);
    router.add("GET", holds + QStringLiteral("/{id}/held"), awaitHeld, Access::Open);
    router.add("POST", holds + QStringLiteral("/{id}/release"), releaseHold, Access::Open);
}

} // namespace imagebuilder::simcloud
