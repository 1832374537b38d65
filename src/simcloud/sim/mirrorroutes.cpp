// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/sim/mirrorroutes.h"

#include "simcloud/sim/cloud.h"
#include "simcloud/web/filestream.h"

#include <QtCore/QFileInfo>
#include <QtCore/QLocale>

namespace imagebuilder::simcloud {

namespace {

Response mirrorMiss()
{
    auto response = Response::empty(404);
    response.contentType = "text/html";
    response.body = "<html><body><h1>Not Found</h1></body></html>";
    return response;
}

Response serveFile(Context &context)
{
    const auto &folder = context.cloud.options().mirror;
    const QFileInfo file(folder + u'/' + context.id());
    if (folder.isEmpty() || !file.isFile() || context.id().split(u'/').contains(u".."))
        return mirrorMiss();
    auto stream = std::make_shared<FileStream>(file.filePath());
    if (!stream->open())
        return mirrorMiss();
    // RFC 9110's date
    const auto changed =
        QLocale::c().toString(file.lastModified(QTimeZone::UTC), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    if (context.request.headers.value("if-modified-since") == changed.toLatin1())
        return Response::empty(304);
    Response response;
    response.contentType = "application/octet-stream";
    response.headers.append({"Last-Modified", changed.toLatin1()});
    response.stream = std::move(stream);
    response.acceptsRange = true;
    return response;
}

} // namespace

void addMirrorRoutes(Router &router)
{
    router.add("GET", QStringLiteral("/mirror/{path*}"), serveFile, Access::Open);
}

} // namespace imagebuilder::simcloud
