// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/web/message.h"

#include "base/json.h"

namespace imagebuilder::simcloud {

Response Response::json(const QJsonObject &object, int status)
{
    Response response;
    response.status = status;
    response.body = compactJson(object);
    return response;
}

Response Response::empty(int status)
{
    Response response;
    response.status = status;
    return response;
}

} // namespace imagebuilder::simcloud
