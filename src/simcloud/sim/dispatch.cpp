// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/microversion.h"
#include "simcloud/identity/tokens.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"
#include "simcloud/sim/faultplay.h"

#include <QtCore/QJsonDocument>

namespace imagebuilder::simcloud {

namespace {

bool readBody(Context &context)
{
    const bool whole = context.request.readBody([&](QByteArrayView piece) {
        context.bytes.append(piece);
        return context.bytes.size() < 4LL * 1024 * 1024;
    });
    context.body = QJsonDocument::fromJson(context.bytes).object();
    return whole;
}

/// "/regions/there/image/v2/…" is what "/image/v2/…" is in the first region; null where there is no such region.
QString withoutRegion(const QString &path, const QStringList &regions, QString *region)
{
    const auto start = QStringLiteral("/regions/");
    if (!path.startsWith(start))
        return path;
    const auto name = path.sliced(start.size()).section(u'/', 0, 0);
    if (regions.indexOf(name) < 1)
        return {};
    *region = name;
    return path.sliced(start.size() + name.size());
}

Response unauthorized(const Cloud &cloud, const QString &path)
{
    auto response = errorFor(path, 401, QStringLiteral("The request you have made requires authentication."));
    response.headers.append({"WWW-Authenticate", "Keystone uri=\"" + cloud.url().toUtf8() + "/identity/v3\""});
    return response;
}

} // namespace

QString Cloud::projectOf(const Request &request)
{
    const std::scoped_lock lock(m_mutex);
    const auto *token = validToken(m_state, QString::fromLatin1(request.headers.value("x-auth-token")));
    const auto *project = token ? find(m_state.projects, token->projectId) : nullptr;
    return project ? project->name : QString();
}

Response Cloud::answer(Request &request)
{
    const bool isFromTest = request.path.startsWith(QStringLiteral("/sim/"));
    auto response = isFromTest ? handle(request) : steered(request);
    response.headers.append({"X-Openstack-Request-Id", "req-" + newId().toUtf8()});
    return response;
}

Response Cloud::steered(Request &request)
{
    const auto project = projectOf(request);
    QString region;
    const auto *route = m_router.find(request.method, withoutRegion(request.path, m_options.regions, &region)).route;
    const auto query = request.query.toString();
    const auto number = m_requestLog.add({.method = QString::fromLatin1(request.method),
                                          .route = route ? route->pattern : QString(),
                                          .path = query.isEmpty() ? request.path : request.path + u'?' + query,
                                          .project = project});
    const auto fault = m_steering.faultFor(request, project);
    const int hold = m_steering.takeHold(request, project, number);
    if (!m_steering.passes(hold, false))
        return {.abort = true};
    if (fault)
        if (auto spoilt = faultBefore(*fault, request, m_steering))
            return std::move(*spoilt);
    auto response = handle(request);
    m_requestLog.setDone(number, response.status);
    if (!m_steering.passes(hold, true))
        return {.abort = true};
    if (fault)
        faultAfter(*fault, request, response, m_steering);
    return response;
}

Response Cloud::handle(Request &request)
{
    QString region;
    const auto path = withoutRegion(request.path, m_options.regions, &region);
    const auto found = m_router.find(request.method, path);
    if (!found.route)
        return errorFor(path, found.pathIsKnown ? 405 : 404, QStringLiteral("The resource could not be found."));
    std::unique_lock lock(m_mutex);
    ++m_state.requestCounts[QString::fromLatin1(request.method) + u' ' + found.route->pattern];
    Context context{.cloud = *this,
                    .state = m_state,
                    .request = request,
                    .lock = lock,
                    .captures = found.captures,
                    .caller = {},
                    .region = region,
                    .bytes = {},
                    .body = {}};
    if (found.route->access == Access::Token) {
        const auto *token = validToken(m_state, QString::fromLatin1(request.headers.value("x-auth-token")));
        if (!token)
            return unauthorized(*this, path);
        context.caller = {token->userId, token->projectId, token->roles};
    }
    const bool isCompute = path.startsWith(QStringLiteral("/compute"));
    if (isCompute) {
        const auto wished = wishedMicroversion(request);
        if (!wished)
            return microversionError(request);
        context.microversion = *wished;
    }
    if (!found.route->readsBodyItself) {
        lock.unlock();
        if (!readBody(context))
            return {.abort = true};
        lock.lock();
    }
    auto response = found.route->handler(context);
    if (isCompute)
        addMicroversionHeaders(response, context.microversion);
    return response;
}

} // namespace imagebuilder::simcloud
