// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QObject>
#include <QtTest/QTest>

#include <functional>
#include <memory>

namespace imagebuilder::testing {

/// Makes a test class known to the test program under the name of its file ("retry" for retrytest.cpp).
bool registerTest(const char *name, std::function<std::unique_ptr<QObject>()> make);

} // namespace imagebuilder::testing

/// At the end of NAMEtest.cpp: IMAGEBUILDER_TEST(RetryTest, "retry"), then #include "retrytest.moc".
#define IMAGEBUILDER_TEST(Class, name)                                                                                 \
    static const bool registered##Class =                                                                              \
        imagebuilder::testing::registerTest(name, [] { return std::make_unique<Class>(); });
