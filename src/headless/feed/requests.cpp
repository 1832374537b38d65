// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/feed/requests.h"

#include "base/json.h"

#include <algorithm>

namespace imagebuilder::headless {

namespace {

constexpr qsizetype longestValue = 1000;

std::unexpected<Error> unusable(const QString &what)
{
    return failure(ErrorKind::Usage, what + QStringLiteral("; man imagebuilderd-feed lists the requests"));
}

QString s(const char *text)
{
    return QString::fromLatin1(text);
}

/// A field's text; several as a comma list. What looks like an option is none of a request's.
Result<QString> valueOf(const QJsonObject &fields, const QString &name)
{
    QStringList values;
    const auto field = fields.value(name);
    const auto list = field.isArray() ? field.toArray() : QJsonArray{field};
    for (const auto &each : list) {
        const auto value = each.isDouble() ? QString::number(each.toInteger()) : each.toString();
        if (value.isEmpty() || value.startsWith(u'-') || value.size() > longestValue)
            return unusable(
                QStringLiteral("field %1 must be a text, or a list of texts, without a leading '-'").arg(name));
        values << value;
    }
    return values.join(u',');
}

Result<QStringList> argumentsFor(const FeedVerb &verb, const QJsonObject &fields)
{
    auto arguments = verb.words;
    for (const auto &name : verb.options) {
        if (!fields.contains(name))
            continue;
        IB_TRY(const auto value, valueOf(fields, name));
        arguments << QStringLiteral("--%1=%2").arg(name, value);
    }
    for (const auto &name : verb.needed) {
        if (!fields.contains(name))
            return unusable(QStringLiteral("%1 needs the field %2").arg(verb.name, name));
        IB_TRY(const auto value, valueOf(fields, name));
        arguments << value;
    }
    if (!arguments.isEmpty())
        arguments << QStringLiteral("--output=json");
    return arguments;
}

} // namespace

const QList<FeedVerb> &feedVerbs()
{
    static const QList<FeedVerb> verbs{
        {s("rebuild"), {s("build")}, {}, {s("plan"), s("base"), s("arch")}},
        {s("cancel"), {s("builds"), s("cancel")}, {s("build")}, {}},
        {s("publish"), {s("publish")}, {s("image")}, {s("consumer")}},
        {s("rollback"), {s("images"), s("rollback")}, {}, {s("build"), s("to")}},
        {s("promote"), {s("images"), s("promote")}, {s("image")}, {}},
        {s("mark-bad"), {s("images"), s("mark-bad")}, {s("image")}, {}},
        {s("mark-good"), {s("images"), s("mark-good")}, {s("image")}, {}},
        {s("check"), {s("check")}, {}, {}},
        {s("pause"), {s("pause")}, {}, {s("why")}},
        {s("resume"), {s("resume")}, {}, {}},
        {s("refresh-base-images"), {s("base-images"), s("refresh")}, {}, {s("base"), s("arch"), s("prefix")}},
        {s("delete-leftovers"), {s("gc"), s("--delete")}, {}, {s("upload-clouds")}},
        {s("log"), {}, {}, {}},
        {s("show"), {s("builds"), s("show")}, {s("build")}, {}},
        {s("manifest"), {s("builds"), s("manifest")}, {s("build")}, {}},
        {s("diff"), {s("builds"), s("diff")}, {s("build"), s("other")}, {}},
        {s("explain"), {s("explain")}, {s("what")}, {}},
        {s("images"), {s("images")}, {}, {}},
        {s("base-images"), {s("base-images")}, {}, {s("base"), s("arch"), s("prefix")}},
        {s("quota"), {s("quota")}, {}, {s("flavor")}},
        {s("leftovers"), {s("gc")}, {}, {s("upload-clouds")}},
        {s("plan"), {s("plan")}, {}, {s("plan"), s("base"), s("arch")}},
        {s("doctor"), {s("doctor")}, {}, {}},
        {s("status"), {s("status")}, {}, {}},
    };
    return verbs;
}

Result<FeedRequest> readRequest(const QByteArray &line, QString &id)
{
    const auto parsed = parseJsonObject(line, QStringLiteral("the request"));
    if (!parsed)
        return unusable(QStringLiteral("a request is one line of at most 64 KiB with one JSON object"));
    FeedRequest request;
    request.fields = *parsed;
    id = request.id = request.fields.value(u"id").toString();
    if (request.id.isEmpty() || request.id.size() > longestValue)
        return unusable(QStringLiteral("a request needs an id of its own, a text"));
    request.verb = request.fields.value(u"request").toString();
    request.who = request.fields.value(u"who").toString().first(
        std::min<qsizetype>(request.fields.value(u"who").toString().size(), 100));
    const auto &verbs = feedVerbs();
    const auto verb = std::ranges::find(verbs, request.verb, &FeedVerb::name);
    if (verb == verbs.end())
        return unusable(QStringLiteral("there is no request '%1'").arg(request.verb));
    IB_TRY(request.arguments, argumentsFor(*verb, request.fields));
    return request;
}

} // namespace imagebuilder::headless
