// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/sim/requestpattern.h"

namespace imagebuilder::simcloud {

Result<RequestPattern> RequestPattern::fromJson(const QJsonObject &json)
{
    RequestPattern pattern{.method = json.value("method").toString().toLatin1(),
                           .path = QRegularExpression(json.value("path").toString()),
                           .project = json.value("project").toString(),
                           .nth = json.value("nth").toInt(1),
                           .times = json.value("times").toInt(1)};
    if (!pattern.path.isValid())
        return failure(ErrorKind::Config, QStringLiteral("path: %1").arg(pattern.path.errorString()));
    return pattern;
}

QJsonObject RequestPattern::toJson() const
{
    return {{"method", QString::fromLatin1(method)},
            {"path", path.pattern()},
            {"project", project},
            {"nth", nth},
            {"times", times},
            {"seen", seen}};
}

bool RequestPattern::picks(const Request &request, const QString &projectName)
{
    if ((!method.isEmpty() && method != request.method) || (!project.isEmpty() && project != projectName) ||
        !path.match(request.path).hasMatch())
        return false;
    ++seen;
    return seen >= nth && (times == 0 || seen < nth + times);
}

} // namespace imagebuilder::simcloud
