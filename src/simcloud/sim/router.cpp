// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/sim/router.h"

namespace imagebuilder::simcloud {

void Router::add(const QByteArray &method, const QString &pattern, Handler handler, Access access)
{
    auto expression = QRegularExpression::escape(pattern);
    static const QRegularExpression rest(QStringLiteral(R"(\\\{\w+\\\*\\\})"));
    static const QRegularExpression element(QStringLiteral(R"(\\\{\w+\\\})"));
    expression.replace(rest, QStringLiteral("(.*)"));
    expression.replace(element, QStringLiteral("([^/]+)"));
    m_routes.push_back(
        {method, pattern, QRegularExpression(u'^' + expression + QStringLiteral("/?$")), access, std::move(handler)});
}

void Router::addStream(const QByteArray &method, const QString &pattern, Handler handler)
{
    add(method, pattern, std::move(handler));
    m_routes.back().readsBodyItself = true;
}

Router::Found Router::find(const QByteArray &method, const QString &path) const
{
    Found found;
    for (const auto &route : m_routes) {
        const auto match = route.path.match(path);
        if (!match.hasMatch())
            continue;
        found.pathIsKnown = true;
        if (route.method == method || (method == "HEAD" && route.method == "GET"))
            return {&route, match.capturedTexts().mid(1), true};
    }
    return found;
}

} // namespace imagebuilder::simcloud
