// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QJsonObject>

/// What is wrong with a command's JSON by resources/schemas/NAME.json; empty: nothing.
QString checkedBySchema(const QString &name, const QJsonObject &answer);
