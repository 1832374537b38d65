// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/handlers.h"
#include "simcloud/sim/errors.h"

namespace imagebuilder::simcloud {

namespace {

constexpr qsizetype longestItem = 255;

Response change(Context &context, bool keepOthers)
{
    auto *server = serverOf(context);
    if (!server)
        return noSuchServer(context.id());
    const auto wish = context.body.value("metadata").toObject();
    auto metadata = keepOthers ? server->metadata : QMap<QString, QString>();
    for (auto item = wish.begin(); item != wish.end(); ++item) {
        if (!item.value().isString() || item.key().size() > longestItem || item.value().toString().size() > longestItem)
            return novaError(400, QStringLiteral("Invalid input for field/attribute %1.").arg(item.key()));
        metadata.insert(item.key(), item.value().toString());
    }
    const auto *project = find(context.state.projects, server->projectId);
    if (const auto most = project ? project->quota.value("metadata_items", -1) : -1;
        most >= 0 && metadata.size() > most)
        return novaError(403, QStringLiteral("Maximum number of metadata items exceeds %1").arg(most));
    server->metadata = metadata;
    return showMetadata(context);
}

} // namespace

Response showMetadata(Context &context)
{
    const auto *server = serverOf(context);
    if (!server)
        return noSuchServer(context.id());
    QJsonObject metadata;
    for (const auto &[key, value] : server->metadata.asKeyValueRange())
        metadata.insert(key, value);
    return Response::json({{"metadata", metadata}});
}

Response updateMetadata(Context &context)
{
    return change(context, true);
}

Response replaceMetadata(Context &context)
{
    return change(context, false);
}

Response deleteMetadataItem(Context &context)
{
    auto *server = serverOf(context);
    if (!server || server->metadata.remove(context.captures.at(1)) == 0)
        return novaError(404, QStringLiteral("Metadata item was not found"));
    return Response::empty(204);
}

} // namespace imagebuilder::simcloud
