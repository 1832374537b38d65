// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/calls.h"

#include "base/json.h"

namespace imagebuilder::openstack {

Call plainCall(const QByteArray &method, const QString &service, const QString &path)
{
    Call call;
    call.method = method;
    call.service = service;
    call.path = path;
    return call;
}

Call jsonCall(const QByteArray &method, const QString &service, const QString &path, const QJsonObject &body)
{
    auto call = plainCall(method, service, path);
    call.body = compactJson(body);
    call.repeatable = method != "POST";
    return call;
}

void addParameter(QUrlQuery &query, const QString &name, const QString &value)
{
    const auto encoded = [](const QString &text) {
        return QString::fromLatin1(QUrl::toPercentEncoding(text));
    };
    query.addQueryItem(encoded(name), encoded(value));
}

Result<void> done(const Result<http::Response> &answer)
{
    return answer ? Result<void>{} : failure(answer.error());
}

Result<void> gone(const Result<http::Response> &answer)
{
    const bool wasGone = !answer && answer.error().kind() == ErrorKind::NotFound;
    return wasGone ? Result<void>{} : done(answer);
}

} // namespace imagebuilder::openstack
