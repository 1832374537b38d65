// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"
#include "http/message.h"

namespace imagebuilder::openstack {

/// The sentence for people in an error's body: the JSON of Nova, Neutron and Keystone, Glance's HTML, plain text. One
/// line, at most 300 characters; empty when there is none.
QString errorSentence(const QByteArray &body);

/// The kind that a status and its sentence stand for; a quota's refusal comes as 403, 409 or 413.
ErrorKind errorKind(int status, const QString &sentence);

/// An answer that is no success as an error; `tried` names the call and the cloud.
Error apiError(const http::Response &response, const QString &tried);

} // namespace imagebuilder::openstack
