// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/realcloud.h"

#include <QtCore/QtEnvironmentVariables>

#include <cstdio>
#include <cstdlib>

namespace imagebuilder::testing {

bool testsRealCloud()
{
    return qEnvironmentVariableIsSet("IMAGEBUILDER_TEST_REAL");
}

void skipWithoutRealCloud()
{
    constexpr int skipped = 77; // ctest's SKIP_RETURN_CODE
    if (qEnvironmentVariableIsSet("IMAGEBUILDER_TEST_CLOUD") && qEnvironmentVariableIsSet("IMAGEBUILDER_TEST_CONSUMER"))
        return;
    std::puts("skipped: IMAGEBUILDER_TEST_CLOUD and IMAGEBUILDER_TEST_CONSUMER name no real cloud");
    std::fflush(stdout);
    std::_Exit(skipped);
}

QString testCloud()
{
    return qEnvironmentVariable("IMAGEBUILDER_TEST_CLOUD", QStringLiteral("builder"));
}

QString testConsumer()
{
    return qEnvironmentVariable("IMAGEBUILDER_TEST_CONSUMER", QStringLiteral("consumer"));
}

} // namespace imagebuilder::testing
