// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "simcloud/web/message.h"

#include <QtCore/QRegularExpression>

namespace imagebuilder::simcloud {

/// Which requests a fault or a hold means. It counts those that it fits and picks `times` of them from the `nth` on.
struct RequestPattern
{
    QByteArray method; ///< empty: any
    QRegularExpression path;
    QString project; ///< name of the token's project; empty: any, and requests without a token
    int nth = 1;
    int times = 1; ///< 0: all from the nth on
    int seen = 0;

    /// {"method": "PUT", "path": "/file$", "project": "web", "nth": 2, "times": 1}
    static Result<RequestPattern> fromJson(const QJsonObject &json);
    QJsonObject toJson() const;
    /// Counts the request if it fits; true if it is one of those picked.
    bool picks(const Request &request, const QString &projectName);
};

} // namespace imagebuilder::simcloud
