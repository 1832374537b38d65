// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/settings.h"
#include "base/secret.h"
#include "yaml/yamlvalue.h"

#include <QtCore/QJsonValue>

namespace imagebuilder::app {

/// A clouds.yaml (or secure.yaml) for others to read: values stay under keys that are known to hold none; everything
/// else, whatever its name, becomes dots. URLs lose user, password and query.
QJsonValue redactedClouds(const YamlValue &document);

/// A plan for others to read: a plan holds no secrets, but its command and the addresses in it may.
QJsonValue redactedPlan(const YamlValue &document);

/// Every secret that this process can find: in the files of clouds, in its environment. For what must be in no text.
QList<Secret> knownSecrets(const Settings &settings);

/// A text in which each of them became dots.
QByteArray without(const QList<Secret> &secrets, QByteArray text);

} // namespace imagebuilder::app
