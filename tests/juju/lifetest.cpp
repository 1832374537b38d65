// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "charmfixture.h"
#include "support/testmain.h"

#include <QtCore/QDirIterator>

namespace {

const QString web = QStringLiteral("image:1");
const QString batch = QStringLiteral("image:2");

class LifeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fromInstallToRemoval()
    {
        CharmFixture charm;
        auto &model = charm.model();

        charm.install();
        QCOMPARE(model.status(), QStringLiteral("blocked: image integration required."));
        charm.join(web, QStringLiteral("web"));
        QCOMPARE(model.status(), QStringLiteral("active: Building image."));
        QVERIFY(charm.settle());
        QCOMPARE(model.status(), QStringLiteral("active: "));
        const auto first = charm.ids(web);
        QCOMPARE(first.size(), 1);
        QCOMPARE(charm.image(first.first()).value(u"status").toString(), QStringLiteral("active"));
        QCOMPARE(model.bag(web), (QJsonObject{{"id", first.first()},
                                              {"tags", "x64,noble"},
                                              {"images", QStringLiteral("[{\"id\": \"%1\", \"tags\": \"x64,noble\"}]")
                                                             .arg(first.first())}}));
    }
};

} // namespace

IMAGEBUILDER_TEST(LifeTest, "life")
#include "lifetest.moc"
