// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/microversion.h"

#include "simcloud/sim/errors.h"

#include <QtCore/QRegularExpression>

namespace imagebuilder::simcloud {

namespace {

/// The header's version without the service's name in front; the newer header wins.
QByteArray wish(const Request &request)
{
    auto value = request.headers.value("openstack-api-version").trimmed();
    if (value.startsWith("compute "))
        return value.mid(8).trimmed();
    return request.headers.value("x-openstack-nova-api-version").trimmed();
}

} // namespace

std::optional<int> wishedMicroversion(const Request &request)
{
    const auto text = wish(request);
    if (text.isEmpty())
        return 1;
    if (text == "latest")
        return newestMicroversion;
    static const QRegularExpression form(QStringLiteral("^2\\.([1-9][0-9]{0,3})$"));
    const auto match = form.match(QString::fromLatin1(text));
    if (!match.hasMatch() || match.captured(1).toInt() > newestMicroversion)
        return std::nullopt;
    return match.captured(1).toInt();
}

Response microversionError(const Request &request)
{
    const auto text = QString::fromLatin1(wish(request));
    static const QRegularExpression form(QStringLiteral("^[0-9]+\\.[0-9]+$"));
    if (!form.match(text).hasMatch())
        return novaError(
            400, QStringLiteral("API Version String %1 is of invalid format. Must be of format MajorNum.MinorNum.")
                     .arg(text));
    auto response =
        novaError(406, QStringLiteral("Version %1 is not supported by the API. Minimum is 2.1 and maximum is 2.%2.")
                           .arg(text)
                           .arg(newestMicroversion));
    addMicroversionHeaders(response, 1);
    return response;
}

void addMicroversionHeaders(Response &response, int microversion)
{
    const auto version = "2." + QByteArray::number(microversion);
    response.headers.append({"OpenStack-API-Version", "compute " + version});
    response.headers.append({"X-OpenStack-Nova-API-Version", version});
    response.headers.emplaceBack("Vary", "OpenStack-API-Version, X-OpenStack-Nova-API-Version");
}

} // namespace imagebuilder::simcloud
