// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/session.h"

#include <QtCore/QJsonObject>

namespace imagebuilder::openstack {

// What the clients' calls have in common.

/// A call without a body.
Call plainCall(const QByteArray &method, const QString &service, const QString &path);
/// A call with a JSON body. POST is taken to create something and is not repeated.
Call jsonCall(const QByteArray &method, const QString &service, const QString &path, const QJsonObject &body);

/// Adds a parameter whose value is taken literally, whatever is in it.
void addParameter(QUrlQuery &query, const QString &name, const QString &value);

/// The outcome of a call whose answer's body tells nothing.
Result<void> done(const Result<http::Response> &answer);
/// The same for deleting: what is gone already is no error (CASES 22).
Result<void> gone(const Result<http::Response> &answer);

} // namespace imagebuilder::openstack
