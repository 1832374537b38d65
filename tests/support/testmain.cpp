// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/testmain.h"

#include <QtCore/QCoreApplication>

#include <cstdio>
#include <map>

namespace imagebuilder::testing {

namespace {
std::map<QByteArray, std::function<std::unique_ptr<QObject>()>> &tests()
{
    static std::map<QByteArray, std::function<std::unique_ptr<QObject>()>> all;
    return all;
}
} // namespace

bool registerTest(const char *name, std::function<std::unique_ptr<QObject>()> make)
{
    return tests().emplace(name, std::move(make)).second;
}

} // namespace imagebuilder::testing

/// test_FOLDER NAME [QTest arguments]: one test class, in a process of its own.
int main(int argc, char **argv)
{
    using imagebuilder::testing::tests;
    QCoreApplication application(argc, argv);
    const auto found = argc > 1 ? tests().find(argv[1]) : tests().end();
    if (found == tests().end()) {
        for (const auto &[name, make] : tests())
            std::fprintf(stderr, "%s\n", name.constData());
        return 2;
    }
    argv[1] = argv[0];
    auto test = found->second();
    const int result = QTest::qExec(test.get(), argc - 1, argv + 1);
    test.reset();
    QCoreApplication::sendPostedEvents(); // what the last test cancelled ends here, and leaks nothing
    return result;
}
