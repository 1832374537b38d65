// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/sim/errors.h"

namespace imagebuilder::simcloud {

QString statusTitle(int status)
{
    static const QMap<int, QString> titles = {
        {300, "Multiple Choices"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {409, "Conflict"},
        {410, "Gone"},
        {413, "Request Entity Too Large"},
        {415, "Unsupported Media Type"},
        {429, "Too Many Requests"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
    };
    return titles.value(status, QStringLiteral("Error"));
}

Response novaError(int status, const QString &message)
{
    static const QMap<int, QString> names = {
        {400, "badRequest"}, {401, "unauthorized"},       {403, "forbidden"},          {404, "itemNotFound"},
        {405, "badMethod"},  {409, "conflictingRequest"}, {413, "overLimit"},          {415, "badMediaType"},
        {429, "overLimit"},  {501, "notImplemented"},     {503, "serviceUnavailable"},
    };
    const QJsonObject fault{{"code", status}, {"message", message}};
    return Response::json({{names.value(status, QStringLiteral("computeFault")), fault}}, status);
}

Response glanceError(int status, const QString &message)
{
    const auto title = QStringLiteral("%1 %2").arg(status).arg(statusTitle(status));
    Response response;
    response.status = status;
    response.contentType = "text/html; charset=UTF-8";
    response.body =
        QStringLiteral("<html>\n <head>\n  <title>%1</title>\n </head>\n <body>\n  <h1>%1</h1>\n  %2<br /><br />"
                       "\n\n\n </body>\n</html>")
            .arg(title, message.toHtmlEscaped())
            .toUtf8();
    return response;
}

Response neutronError(int status, const QString &type, const QString &message)
{
    const QJsonObject error{{"type", type}, {"message", message}, {"detail", ""}};
    return Response::json({{"NeutronError", error}}, status);
}

Response keystoneError(int status, const QString &message)
{
    const QJsonObject error{{"code", status}, {"title", statusTitle(status)}, {"message", message}};
    return Response::json({{"error", error}}, status);
}

Response errorFor(const QString &path, int status, const QString &message)
{
    if (path.startsWith(QStringLiteral("/image")))
        return glanceError(status, message);
    const bool nova = path.startsWith(QStringLiteral("/compute")) || path.startsWith(QStringLiteral("/volume"));
    if (nova && status != 401)
        return novaError(status, message);
    if (path.startsWith(QStringLiteral("/network")) && status != 401)
        return neutronError(status, QStringLiteral("HTTP%1").arg(status), message);
    return keystoneError(status, message); // 401 comes from the same middleware in all of them
}

} // namespace imagebuilder::simcloud
