// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/planreader.h"
#include "app/unit/writeunitplan.h"
#include "openstack/cloudsconfig.h"
#include "support/testmain.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>

using namespace imagebuilder;
using namespace imagebuilder::app;

namespace {

/// Everything that YAML, shells and lists make something of.
const QString odd = QStringLiteral("- a, b: {c}\n#'d'\" \\e *f &g !h %i @j `k` é\U0001F600 ~");

class UnitPlanTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_root;
    UnitPlaces m_places{.root = m_root.path()};
    juju::HookEnvironment m_hook;

    static juju::Consumer consumer(const QString &project)
    {
        juju::Consumer made{.relation = QStringLiteral("image:1"),
                            .unit = QStringLiteral("web/0"),
                            .authUrl = QStringLiteral("https://keystone.example/v3"),
                            .projectDomain = odd,
                            .project = project,
                            .userDomain = QStringLiteral("Default"),
                            .user = QStringLiteral("yes"),
                            .region = {},
                            .caPem = {},
                            .password = Secret(odd)};
        made.cloud = made.plainName();
        return made;
    }

    static UnitPlan plan()
    {
        UnitPlan made{.application = QStringLiteral("ci"), .config = {}, .consumers = {}};
        made.config.builder = {.authUrl = QStringLiteral("https://keystone.example/v3"),
                               .projectDomain = QStringLiteral("Default"),
                               .project = QStringLiteral("no"),
                               .userDomain = QStringLiteral("Default"),
                               .user = QStringLiteral("1e3"),
                               .region = {},
                               .caPem = {},
                               .password = Secret(QStringLiteral("0x10"))};
        made.config.arch = QStringLiteral("x64");
        made.config.bases = QStringList{QStringLiteral("noble"), QStringLiteral("jammy")};
        return made;
    }

    Result<openstack::CloudsConfig> clouds() const
    {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("OS_CLIENT_CONFIG_FILE"), m_places.clouds());
        return openstack::CloudsConfig::load({.environment = environment});
    }

private Q_SLOTS:
    void anyNameAndPasswordIsReadBackAsItIs()
    {
        auto made = plan();
        made.consumers = {consumer(QStringLiteral("web")), consumer(odd)};
        const auto written = writeUnitPlan(made, m_places, m_hook);
        QVERIFY2(written, written ? "" : qPrintable(written.error().message()));
        const auto config = clouds();
        QVERIFY2(config, config ? "" : qPrintable(config.error().message()));
        QCOMPARE(config->names(), (QStringList{"builder", "web_yes", odd + QStringLiteral("_yes")}));
        const auto builder = config->cloud(QStringLiteral("builder"));
        QCOMPARE(builder->credentials.projectName, QStringLiteral("no"));
        QCOMPARE(builder->credentials.userName, QStringLiteral("1e3"));
        QCOMPARE(builder->credentials.password, Secret(QStringLiteral("0x10")));
        const auto other = config->cloud(odd + QStringLiteral("_yes"));
        QCOMPARE(other->credentials.password, Secret(odd));
        QCOMPARE(other->credentials.projectDomainName, odd);
    }

    void thePlanIsWhatTheOptionsSay()
    {
        auto made = plan();
        made.consumers = {consumer(QStringLiteral("web"))};
        made.config.runnerVersion = QStringLiteral("2.330.0");
        made.config.scriptUrl = QStringLiteral("https://example.com/x.sh");
        made.config.scriptSecrets = {{QStringLiteral("TOKEN"), Secret(QByteArray("two\nlines\n"))}};
        made.config.further = {{QStringLiteral("ssh-cidrs"), QStringLiteral("10.0.0.0/8, fd00::/8")},
                               {QStringLiteral("distribution"), QStringLiteral("share")},
                               {QStringLiteral("user-data"), QStringLiteral("#cloud-config\n{}\n")},
                               {QStringLiteral("content-mirrors"), QStringLiteral("apt=https://m.example/u,snaps=off")},
                               {QStringLiteral("base-image-date"), QStringLiteral("20261101")}};
        const auto written = writeUnitPlan(made, m_places, m_hook);
        QVERIFY2(written, written ? "" : qPrintable(written.error().message()));
        const auto read = loadPlan(m_places.plan(), Plan::defaultsFor(Settings()));
        QVERIFY2(read, read ? "" : qPrintable(read.error().message()));
        const auto orders = ordersOf(*read);
        QCOMPARE(orders.size(), 2);
        QCOMPARE(orders[0].cloud, QStringLiteral("builder"));
        QCOMPARE(orders[0].request.imageName, made.imageName(QStringLiteral("noble")));
        QCOMPARE(orders[0].request.consumers, QStringList{"web_yes"});
        QCOMPARE(orders[0].request.userData, QByteArray("#cloud-config\n{}\n"));
        QCOMPARE(read->build.sshCidrs, (QStringList{"10.0.0.0/8", "fd00::/8"}));
        QCOMPARE(readSecrets(*read, QProcessEnvironment())->value("TOKEN"), Secret(QByteArray("two\nlines\n")));
    }

    void filesAreTheWorkersAloneAndGoWithWhatTheyWereFor()
    {
        auto made = plan();
        made.config.scriptSecrets = {{QStringLiteral("TOKEN"), Secret(QByteArray("x"))}};
        QVERIFY(writeUnitPlan(made, m_places, m_hook));
        const auto secret = m_places.secretsFolder() + QStringLiteral("/TOKEN");
        for (const auto &file : {secret, m_places.clouds(), m_places.plan(), m_places.workerEnvironment()})
            QCOMPARE(QFile::permissions(file) &
                         (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
                     QFile::Permissions());
        made.config.scriptSecrets.clear();
        QVERIFY(writeUnitPlan(made, m_places, m_hook));
        QVERIFY(!QFile::exists(secret));
    }

    void whatOnlyThePlanCanJudgeBlocksUnderTheOptionsName()
    {
        auto made = plan();
        made.config.further = {{QStringLiteral("base-image-date"), QStringLiteral("yesterday")}};
        const auto written = writeUnitPlan(made, m_places, m_hook);
        QCOMPARE(written.error().kind(), ErrorKind::Config);
        QVERIFY2(written.error().text().startsWith(u"Invalid base-image-date: "), qPrintable(written.error().text()));
        made.config.further.clear();
        made.config.arch = QStringLiteral("arm");
        const auto armhf = writeUnitPlan(made, m_places, m_hook);
        QVERIFY2(armhf.error().text().startsWith(u"Invalid architecture: "), qPrintable(armhf.error().text()));
    }

    void case31_onlyWhatTheImageIsMadeOfChangesItsFingerprint()
    {
        const auto before = plan().fingerprints();
        QCOMPARE(before.keys(), (QStringList{"jammy", "noble"}));
        const auto changed = [&](const std::function<void(CharmConfig &)> &change) {
            auto other = plan();
            change(other.config);
            return other.fingerprints() != before;
        };
        QVERIFY(changed([](auto &config) { config.flavor = QStringLiteral("m1"); }));
        QVERIFY(changed([](auto &config) { config.runnerVersion = QStringLiteral("2.330.0"); }));
        QVERIFY(changed([](auto &config) { config.scriptUrl = QStringLiteral("https://example.com"); }));
        QVERIFY(changed([](auto &config) { config.network = QStringLiteral("net"); }));
        QVERIFY(changed([](auto &config) { config.arch = QStringLiteral("arm64"); }));
        QVERIFY(!changed([](auto &config) { config.keep = 9; }));
        QVERIFY(!changed([](auto &config) { config.interval = 9; }));
        QVERIFY(!changed([](auto &config) { config.builder.password = Secret(QStringLiteral("new")); }));
        auto more = plan();
        more.config.bases << QStringLiteral("focal");
        QCOMPARE(more.fingerprints().value("noble"), before.value("noble"));
    }
};

} // namespace

IMAGEBUILDER_TEST(UnitPlanTest, "unitplan")
#include "unitplantest.moc"
