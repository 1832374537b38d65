// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/web/message.h"

namespace imagebuilder::simcloud {

// Each service words its errors in its own way.

/// {"itemNotFound": {"code": 404, "message": …}}; Cinder's too
Response novaError(int status, const QString &message);
/// An HTML page.
Response glanceError(int status, const QString &message);
/// {"NeutronError": {"type": …, "message": …, "detail": ""}}
Response neutronError(int status, const QString &type, const QString &message);
/// {"error": {"code": …, "title": …, "message": …}}
Response keystoneError(int status, const QString &message);

/// The wording of the service that a path belongs to.
Response errorFor(const QString &path, int status, const QString &message);
/// "Not Found"
QString statusTitle(int status);

} // namespace imagebuilder::simcloud
