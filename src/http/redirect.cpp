// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/redirect.h"

#include "http/failures.h"

#include <algorithm>
#include <array>

namespace imagebuilder::http {

namespace {

bool isRedirect(const Request &request, int status)
{
    const bool reads = request.method == "GET" || request.method == "HEAD";
    switch (status) {
    case 301:
    case 302:
    case 307:
    case 308:
        return reads; // what changes something is not sent where nobody asked for it
    case 303:
        return true;
    default:
        return false;
    }
}

bool isSameOrigin(const QUrl &one, const QUrl &other)
{
    const auto port = [](const QUrl &url) {
        return url.port(url.scheme() == u"https" ? 443 : 80);
    };
    return one.scheme() == other.scheme() && one.host() == other.host() && port(one) == port(other);
}

bool mayLeaveOrigin(const QByteArray &name)
{
    static constexpr std::array<const char *, 8> names = {
        "accept",   "accept-encoding", "if-match", "if-modified-since",
        "if-range", "if-none-match",   "range",    "user-agent"};
    return std::ranges::find(names, name.toLower()) != names.end();
}

} // namespace

Result<std::optional<Request>> redirected(const Request &request, const Response &response)
{
    const auto location = response.header("Location");
    // With none allowed, 3xx is an answer like any other: Glance and Keystone say 300 for their versions.
    if (request.redirects <= 0 || location.isEmpty() || !isRedirect(request, response.status))
        return std::nullopt;
    auto next = request;
    next.url = request.url.resolved(QUrl::fromEncoded(location));
    --next.redirects;
    if (next.url.scheme() != u"https" && (next.url.scheme() != u"http" || request.url.scheme() == u"https"))
        return failure(
            ErrorKind::Protocol,
            QStringLiteral("%1 leads to %2:, which is not followed").arg(shownRequest(request), next.url.scheme()));
    if (response.status == 303 && request.method != "HEAD") {
        next.method = "GET";
        next.body.clear();
        next.repeatable = true;
    }
    if (!isSameOrigin(request.url, next.url))
        next.headers.removeIf([](const auto &header) { return !mayLeaveOrigin(header.first); });
    return next;
}

} // namespace imagebuilder::http
