// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/networktransport.h"

#include <QtCore/QTimer>
#include <QtTest/QTest>

// What tests of real exchanges share.
namespace imagebuilder::testing {

inline std::unique_ptr<http::NetworkTransport> makeTransport(http::TransportOptions options = {})
{
    static const SystemClock clock;
    auto made = http::NetworkTransport::make(std::move(options), clock);
    if (!made)
        qFatal("no transport: %s", qPrintable(made.error().message()));
    return *std::move(made);
}

inline Result<http::Response> send(http::Transport *transport, http::Request request)
{
    return QCoro::waitFor(transport->send(std::move(request), {}));
}

template <typename T> QString errorText(const Result<T> &result)
{
    return result ? QStringLiteral("no error") : result.error().message();
}

} // namespace imagebuilder::testing
