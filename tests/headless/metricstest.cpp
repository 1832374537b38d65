// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/metrics/exposition.h"
#include "deliveryfixture.h"
#include "schemas.h"
#include "support/testmain.h"

#include <QtCore/QRegularExpression>

using namespace imagebuilder::testing;

namespace {

/// Reads the text format 0.0.4 strictly: every family has one HELP and one TYPE line before its samples, which stand
/// together; no sample stands twice. Samples by name and labels; the complaint where something is wrong.
struct Scrape
{
    QMap<QByteArray, double> samples;
    QByteArray complaint;

    explicit Scrape(const QByteArray &text)
    {
        if (!text.endsWith('\n'))
            complaint = "the last line has no end";
        for (const auto &line : text.chopped(1).split('\n'))
            if (complaint.isEmpty() && !take(QString::fromUtf8(line)))
                complaint = line;
    }

private:
    bool take(const QString &line)
    {
        static const QRegularExpression help(QStringLiteral(R"(^# HELP (imagebuilder_[a-z0-9_]+) [^\\]*$)"));
        static const QRegularExpression type(QStringLiteral("^# TYPE ([a-z0-9_]+) gauge$"));
        static const QRegularExpression sample(QStringLiteral(
            R"re(^([a-z0-9_]+)((?:\{[a-z_]+="(?:[^"\\]|\\\\|\\"|\\n)*"(?:,[a-z_]+="(?:[^"\\]|\\\\|\\"|\\n)*")*\})?) (\S+)$)re"));
        if (const auto match = help.match(line); match.hasMatch()) {
            m_typed = false;
            m_family = match.captured(1);
            return !std::exchange(m_families[m_family], true);
        }
        if (const auto match = type.match(line); match.hasMatch())
            return !std::exchange(m_typed, true) && match.captured(1) == m_family;
        const auto match = sample.match(line);
        bool number = false;
        const auto value = match.captured(3).toDouble(&number);
        const auto key = (match.captured(1) + match.captured(2)).toUtf8();
        if (!match.hasMatch() || !number || !m_typed || match.captured(1) != m_family || samples.contains(key))
            return false;
        samples.insert(key, value);
        return true;
    }

    QString m_family;
    QMap<QString, bool> m_families;
    bool m_typed = false;
};

} // namespace

class MetricsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersOfBuildsConsumersAndQuota()
    {
        DeliveryFixture fixture;
        QCOMPARE(fixture.build({"--upload-clouds", "web"}).exitCode, 0);
        const auto ended = fixture.program().run({"metrics"});
        QCOMPARE(ended.exitCode, 0);
        const auto json = fixture.program().run({"metrics", "--output", "json"}).json();
        QCOMPARE(checkedBySchema(QStringLiteral("metrics"), json), QString());
        const Scrape scrape(ended.out);
        QCOMPARE(scrape.complaint, QByteArray());
        const auto &samples = scrape.samples;
        QCOMPARE(samples.value("imagebuilder_builds{image=\"ci-noble-x64\",result=\"succeeded\"}"), 1);
        QCOMPARE(samples.value("imagebuilder_last_build_success{image=\"ci-noble-x64\"}"), 1);
        QVERIFY(samples.value("imagebuilder_last_success_timestamp_seconds{image=\"ci-noble-x64\"}") > 1'700'000'000);
        QVERIFY(samples.contains("imagebuilder_step_duration_seconds{image=\"ci-noble-x64\",step=\"boot\"}"));
        QVERIFY(samples.contains("imagebuilder_served_image_timestamp_seconds{image=\"ci-noble-x64\",consumer=\"web\","
                                 "base=\"noble\",arch=\"x64\"}"));
        QCOMPARE(samples.value("imagebuilder_consumer_images{consumer=\"web\"}"), 1);
        QVERIFY(samples.value("imagebuilder_quota_limit{cloud=\"builder\",resource=\"instances\"}") > 0);
        QCOMPARE(samples.value("imagebuilder_cloud_up{cloud=\"builder\"}"), 1);
        QCOMPARE(samples.value("imagebuilder_leftovers"), 0);
        QVERIFY(std::ranges::any_of(samples.keys(),
                                    [](const auto &key) { return key.startsWith("imagebuilder_base_image"); }));
    }

    void aRunLeavesThemInAFileAlsoWhenItFails()
    {
        DeliveryFixture fixture;
        const auto file = fixture.program().path(QStringLiteral("metrics.prom"));
        fixture.program().setVariable(QStringLiteral("IMAGEBUILDER_METRICS"), file);
        QVERIFY(fixture.build({"--flavor", "nonesuch", "--upload-clouds", "web"}).exitCode != 0);
        const Scrape scrape(contentOf(file));
        QCOMPARE(scrape.complaint, QByteArray());
        QCOMPARE(scrape.samples.value("imagebuilder_last_build_success{image=\"ci-noble-x64\"}", -1), 0);
        QCOMPARE(scrape.samples.value("imagebuilder_consumer_images{consumer=\"web\"}", -1), 0);
    }

    void aFileThatCannotBeWrittenIsAWarning()
    {
        DeliveryFixture fixture;
        const auto ended = fixture.build({"--metrics-file", "/nonesuch/metrics.prom"});
        QCOMPARE(ended.exitCode, 0);
        QVERIFY2(ended.err.contains("cannot write /nonesuch/metrics.prom"), ended.err.constData());
    }

private:
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

IMAGEBUILDER_TEST(MetricsTest, "metrics")
#include "metricstest.moc"
