// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/runnerrelease.h"

#include <QtCore/QRegularExpression>

namespace imagebuilder::app {

Task<Result<QString>> latestRunner(http::Transport &transport, QUrl page, std::stop_token stop)
{
    http::Request request;
    request.url = page;
    request.url.setPath(page.path() + QStringLiteral("/latest"));
    IB_CO_TRY(const auto answer, co_await transport.send(request, stop));
    const auto where = QString::fromUtf8(answer.header("location"));
    static const QRegularExpression version(QStringLiteral("/v?(\\d+\\.\\d+\\.\\d+)$"));
    const auto match = version.match(where);
    if (match.hasMatch())
        co_return match.captured(1);
    co_return failure(ErrorKind::Protocol,
                      QStringLiteral("%1 answered %2 and leads to no version; expected is a redirect to …/tag/vX.Y.Z")
                          .arg(request.url.toDisplayString())
                          .arg(answer.status));
}

} // namespace imagebuilder::app
