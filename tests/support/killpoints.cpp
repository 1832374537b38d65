// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/killpoints.h"

#include <QtCore/QMap>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

#include <atomic>
#include <thread>
#include <tuple>
#include <vector>

namespace imagebuilder::testing {

namespace {

bool onlyAsks(const QString &method)
{
    return method == u"GET" || method == u"HEAD";
}

QSet<int> picked(const QString &method, int count)
{
    if (onlyAsks(method))
        return {1, (count + 1) / 2, count};
    QSet<int> all;
    for (int nth = 1; nth <= count; ++nth)
        all.insert(nth);
    return all;
}

} // namespace

QString KillPoint::text() const
{
    return QStringLiteral("%1 %2 %3 (%4, number %5)")
        .arg(after ? QStringLiteral("after") : QStringLiteral("before"), method, route,
             project.isEmpty() ? QStringLiteral("no project") : project)
        .arg(nth);
}

QJsonObject KillPoint::hold() const
{
    auto pattern = QRegularExpression::escape(route);
    static const QRegularExpression element(QStringLiteral(R"(\\\{[a-z]+\\\})"));
    static const QRegularExpression rest(QStringLiteral(R"(\\\{[a-z]+\\\*\\\})"));
    pattern.replace(rest, QStringLiteral(".+")).replace(element, QStringLiteral("[^/]+"));
    return {{"method", method},
            {"path", u'^' + pattern + u'$'},
            {"project", project},
            {"nth", nth},
            {"when", after ? "after" : "before"}};
}

QList<KillPoint> killPoints(const QJsonArray &requests)
{
    QMap<std::tuple<QString, QString, QString>, int> counts;
    for (const auto &request : requests)
        ++counts[{request[u"method"].toString(), request[u"route"].toString(), request[u"project"].toString()}];
    QList<KillPoint> points;
    for (const auto &[alike, count] : counts.asKeyValueRange()) {
        const auto &[method, route, project] = alike;
        for (const int nth : picked(method, count)) {
            points << KillPoint{.method = method, .route = route, .project = project, .nth = nth, .after = false};
            points << KillPoint{.method = method, .route = route, .project = project, .nth = nth, .after = true};
        }
    }
    return points;
}

void besideEachOther(qsizetype count, int side, const std::function<void(qsizetype)> &work)
{
    std::atomic<qsizetype> next{0};
    std::vector<std::jthread> threads;
    threads.reserve(static_cast<std::size_t>(side));
    for (int i = 0; i < side; ++i)
        threads.emplace_back([&] {
            for (qsizetype index = next++; index < count; index = next++)
                work(index);
        });
}

} // namespace imagebuilder::testing
