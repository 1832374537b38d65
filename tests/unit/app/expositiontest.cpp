// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/metrics/exposition.h"

#include "support/testmain.h"

using namespace imagebuilder;

class ExpositionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreEscapedAsPrometheusReadsThem()
    {
        const auto text =
            app::exposition({{"a", QStringLiteral("Two\nlines."), {{{{"l", QStringLiteral("q\"b\\n\n")}}, 0.25}}},
                             {"empty", QStringLiteral("None."), {}}});
        QCOMPARE(text, QByteArray("# HELP imagebuilder_a Two\\nlines.\n# TYPE imagebuilder_a gauge\n"
                                  "imagebuilder_a{l=\"q\\\"b\\\\n\\n\"} 0.25\n"));
    }
};

IMAGEBUILDER_TEST(ExpositionTest, "exposition")
#include "expositiontest.moc"
