// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.h"

#include <QtNetwork/QNetworkReply>

namespace imagebuilder::http {

// What error texts say about exchanges that got no answer, and of which kind they are (transport.h).

/// The request as error texts name it: method and address without secrets.
QString shownRequest(const Request &request);

/// The error of a connection that failed; `reason` is Qt's sentence.
Error connectionFailure(const Request &request, const QString &reason);
/// The same for Qt's code, which tells proxies apart.
Error connectionFailure(const Request &request, QNetworkReply::NetworkError code, const QString &reason);
/// The server's certificate was not accepted.
Error untrusted(const Request &request, const QString &reason);
Error idledOut(const Request &request);
/// The connection ended amid the answer.
Error cutAnswer(const Request &request, qint64 received);
Error tooLarge(const Request &request);

} // namespace imagebuilder::http
