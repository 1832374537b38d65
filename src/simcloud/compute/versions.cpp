// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/handlers.h"
#include "simcloud/compute/microversion.h"
#include "simcloud/sim/cloud.h"

namespace imagebuilder::simcloud {

namespace {

QJsonObject version(const Cloud &cloud)
{
    return {
        {"id", "v2.1"},
        {"status", "CURRENT"},
        {"version", QStringLiteral("2.%1").arg(newestMicroversion)},
        {"min_version", "2.1"},
        {"updated", "2013-07-23T11:33:21Z"},
        {"links", QJsonArray{QJsonObject{{"rel", "self"}, {"href", cloud.url() + QStringLiteral("/compute/v2.1/")}}}}};
}

} // namespace

Response showVersions(Context &context)
{
    return Response::json({{"versions", QJsonArray{version(context.cloud)}}});
}

Response showVersion(Context &context)
{
    return Response::json({{"version", version(context.cloud)}});
}

} // namespace imagebuilder::simcloud
