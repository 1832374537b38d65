// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "buildsite.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

using namespace imagebuilder::testing;

/// No test but the process that other tests kill: it runs or resumes the build that the environment orders.
class BuildChild : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsTheOrder()
    {
        const auto order = QJsonDocument::fromJson(qgetenv("IMAGEBUILDER_TEST_ORDER")).object();
        BuildSite site(BuildPlace::fromJson(order.value("place").toObject()),
                       order.value("consumers").toVariant().toStringList());
        const auto outcome =
            QCoro::waitFor(imagebuilder::build::runBuild(site.site(), site.request(), "manual", site.openBuild(), {}));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
    }
};

IMAGEBUILDER_TEST(BuildChild, "child")
#include "buildchild.moc"
