// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QString>

namespace imagebuilder::testing {

/// Whether this test program was started for label `real`: IMAGEBUILDER_TEST_REAL.
bool testsRealCloud();
/// Ends the program as skipped unless both variables below name clouds of clouds.yaml.
void skipWithoutRealCloud();
/// IMAGEBUILDER_TEST_CLOUD and IMAGEBUILDER_TEST_CONSUMER; "builder" and "consumer" where they are not set.
QString testCloud();
QString testConsumer();

} // namespace imagebuilder::testing
