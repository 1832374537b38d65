// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fakemodel.h"

inline const QString passwordSecret = QStringLiteral("secret:d2ka5h7mbvtc7a1ev0ag");

/// Options with which everything works, for the simulated cloud's project and user.
void setGoodConfig(FakeModel &model, const QString &authUrl, const QString &password = QStringLiteral("pw-of-builder"));
