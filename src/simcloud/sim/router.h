// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/context.h"

#include <QtCore/QRegularExpression>

#include <vector>

namespace imagebuilder::simcloud {

enum class Access {
    Open,  ///< no token asked for
    Token, ///< any valid token
};

struct Route
{
    QByteArray method;
    QString pattern; ///< "/image/v2/images/{id}"; the log and the counters know the route by it
    QRegularExpression path;
    Access access;
    Handler handler;
    bool readsBodyItself = false;
};

/// All that can be asked, in the order in which it is tried.
class Router
{
public:
    /// {name} in the pattern takes one path element, which the handler gets as the next capture; {name*} takes the
    /// rest.
    void add(const QByteArray &method, const QString &pattern, Handler handler, Access access = Access::Token);
    /// The handler reads the body from the request as a stream.
    void addStream(const QByteArray &method, const QString &pattern, Handler handler);

    struct Found
    {
        const Route *route = nullptr;
        QStringList captures;
        bool pathIsKnown = false; ///< with another method, if `route` is null
    };
    Found find(const QByteArray &method, const QString &path) const;

private:
    std::vector<Route> m_routes;
};

} // namespace imagebuilder::simcloud
