// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/sim/fault.h"

namespace imagebuilder::simcloud {

namespace {

const QList<std::pair<QString, Fault::Kind>> kinds = {
    {"status", Fault::Kind::Status}, {"reset", Fault::Kind::Reset},     {"close", Fault::Kind::Close},
    {"hang", Fault::Kind::Hang},     {"cut", Fault::Kind::Cut},         {"malformed", Fault::Kind::Malformed},
    {"html", Fault::Kind::Html},     {"delay", Fault::Kind::Delay},     {"slow", Fault::Kind::Slow},
    {"stall", Fault::Kind::Stall},   {"headers", Fault::Kind::Headers},
};

} // namespace

Result<Fault> Fault::fromJson(const QJsonObject &json)
{
    Fault fault;
    IB_TRY(fault.pattern, RequestPattern::fromJson(json));
    const auto name = json.value("kind").toString();
    const auto kind = std::ranges::find(kinds, name, &std::pair<QString, Kind>::first);
    if (kind == kinds.end())
        return failure(ErrorKind::Config, QStringLiteral("there is no kind of fault '%1'").arg(name));
    fault.kind = kind->second;
    fault.after = json.value("when").toString() == u"after";
    fault.status = json.value("status").toInt(fault.kind == Kind::Html        ? 502
                                              : fault.kind == Kind::Malformed ? 200
                                                                              : 503);
    fault.body = json.value("body").toString().toUtf8();
    const auto headers = json.value("headers").toObject();
    for (auto header = headers.begin(); header != headers.end(); ++header)
        fault.headers.append({header.key().toLatin1(), header.value().toString().toLatin1()});
    fault.delay = milliseconds(json.value("delay_ms").toInteger());
    fault.bytes = json.value("bytes").toInteger();
    return fault;
}

QJsonObject Fault::toJson() const
{
    auto json = pattern.toJson();
    json.insert("id", id);
    json.insert("kind", std::ranges::find(kinds, kind, &std::pair<QString, Kind>::second)->first);
    json.insert("when", after ? "after" : "before");
    return json;
}

} // namespace imagebuilder::simcloud
