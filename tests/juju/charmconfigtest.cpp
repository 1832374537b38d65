// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/charmconfig.h"

#include "fakemodel.h"
#include "goodconfig.h"
#include "support/testmain.h"

#include <QCoro/QCoroTask>

using namespace imagebuilder;
using namespace imagebuilder::app;

namespace {

const QString scriptSecret = QStringLiteral("secret:aaaaaaaaaaaaaaaaaaaa");

class CharmConfigTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<FakeModel> m_model;

    Result<CharmConfig> read() const
    {
        const auto environment = m_model->begin(QStringLiteral("hooks/config-changed"));
        const auto hook = juju::HookEnvironment::from(environment);
        return QCoro::waitFor(readCharmConfig(juju::HookTools(environment), *hook, {}));
    }

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<FakeModel>();
        m_model->addUnit(QStringLiteral("builder/0"), true);
        setGoodConfig(*m_model, QStringLiteral("https://keystone.example/v3"));
    }

    void wrongOptionsBlockInTheOldCharmsWords_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *option, const QJsonValue &value, const char *text) {
            QTest::addRow("%s: %s", option, text) << QString::fromLatin1(option) << value << QString::fromLatin1(text);
        };
        row("openstack-user-name", "", "Please supply all OpenStack configurations.");
        row("openstack-password-secret", QJsonValue::Null,
            "Please supply OpenStack password via openstack-password-secret.");
        row("openstack-password-secret", "hunter2",
            "Invalid value 'hunter2' for openstack-password-secret. Expected a Juju secret ID in the format "
            "'secret:<secret-id>'.");
        row("openstack-password-secret", "secret:bbbbbbbbbbbbbbbbbbbb",
            "OpenStack password secret not found: secret:bbbbbbbbbbbbbbbbbbbb.");
        row("revision-history-limit", 1, "Revision history must be greater than 1 and less than 100");
        row("revision-history-limit", 100, "Revision history must be greater than 1 and less than 100");
        row("architecture", "MIPS ", "Unsupported arch='mips'");
        row("architecture", QJsonValue::Null, "Unsupported arch=''");
        row("base-image", "Noble, bionic", "Invalid bases: ('noble', 'bionic')");
        row("base-image", "bionic", "Invalid bases: ('bionic',)");
        row("base-image", "", "Invalid bases: ('',)");
        row("runner-version", "2.3", "The runner version must be in semantic version format.");
        row("runner-version", "v2.3.4", "The runner version numbers must be an integer.");
        row("runner-version", "2.-3.4", "The runner version numbers cannot be negative.");
        row("script-url", "example.com/x.sh", "Invalid script URL, must contain scheme and hostname.");
        row("script-secret", "a=b",
            "Please use Juju secrets via script-secret-id and unset the script-secret configuration option.");
        row("script-secret-id", "secret:cccccccccccccccccccc", "Secret label not found: secret:cccccccccccccccccccc.");
        row("build-interval", 0, "Build interval must not be smaller than 1 or greater than 24");
        row("build-interval", 25, "Build interval must not be smaller than 1 or greater than 24");
        row("consumer-regions", "web_ci", "Invalid consumer-regions: 'web_ci' is not cloud-id=region.");
        row("openstack-ca-certs", "/etc/ssl/ca.pem",
            "Invalid openstack-ca-certs: it holds no certificate in PEM form.");
    }

    void wrongOptionsBlockInTheOldCharmsWords()
    {
        QFETCH(const QString, option);
        QFETCH(const QJsonValue, value);
        m_model->setConfig(option, value);
        const auto config = read();
        QVERIFY(!config);
        QCOMPARE(config.error().kind(), ErrorKind::Config);
        QTEST(config.error().text(), "text");
    }

    void secretsThatAreNotGrantedOrIncompleteBlock()
    {
        m_model->setSecret(passwordSecret, {{"pass", "x"}});
        QCOMPARE(read().error().text(),
                 QStringLiteral("Secret %1 does not contain a 'password' key.").arg(passwordSecret));
        m_model->setSecret(passwordSecret, {{"password", "x"}}, false);
        QCOMPARE(read().error().text(),
                 QStringLiteral("Charm does not have access to the OpenStack password secret. Please grant the charm "
                                "read access to the secret."));
        setGoodConfig(*m_model, QStringLiteral("https://keystone.example/v3"));
        m_model->setConfig(QStringLiteral("script-secret-id"), scriptSecret);
        m_model->setSecret(scriptSecret, {{"token", "x"}}, false);
        QCOMPARE(read().error().text(),
                 QStringLiteral("Charm does not have access to read secrets. Please grant the charm read access to the "
                                "secret."));
        m_model->setSecret(scriptSecret, {{"to-ken", "s3cr3t"}});
        QVERIFY(read().error().text().contains(u"'to-ken'"));
        QVERIFY(!read().error().text().contains(u"s3cr3t"));
    }

    void oldJujusHaveNoSecretsForScripts()
    {
        m_model->setVersion(QStringLiteral("3.1.7"));
        m_model->setConfig(QStringLiteral("script-secret"), QStringLiteral("TOKEN=a=b\n OTHER=x"));
        const auto config = read();
        QVERIFY2(config, config ? "" : qPrintable(config.error().message()));
        QCOMPARE(config->scriptSecrets.value("TOKEN"), Secret(QStringLiteral("a=b")));
        m_model->setConfig(QStringLiteral("script-secret"), QStringLiteral("TOKEN=1 c"));
        QCOMPARE(read().error().text(), QStringLiteral("Invalid secret <Key>=<Value> pair ['c']"));
        m_model->setConfig(QStringLiteral("script-secret-id"), scriptSecret);
        QCOMPARE(
            read().error().text(),
            QStringLiteral("Both script-secret and script-secret-id configuration option set. Please remove one."));
        m_model->setConfig(QStringLiteral("script-secret"), QString());
        QCOMPARE(read().error().text(),
                 QStringLiteral("Secrets are not supported in Juju version 3.1.7. Please consider upgrading the Juju "
                                "controller to versions >= 3.3 or use the script-secret configuration option."));
    }

    void ofSeveralWrongOptionsTheFirstShows()
    {
        m_model->setConfig(QStringLiteral("build-interval"), 0);
        m_model->setConfig(QStringLiteral("architecture"), QStringLiteral("mips"));
        QCOMPARE(read().error().text(), QStringLiteral("Unsupported arch='mips'"));
        m_model->setConfig(QStringLiteral("openstack-auth-url"), QString());
        QCOMPARE(read().error().text(), QStringLiteral("Please supply all OpenStack configurations."));
    }

    void goodOptionsAreRead()
    {
        m_model->setConfig(QStringLiteral("architecture"), QStringLiteral(" AMD64 "));
        m_model->setConfig(QStringLiteral("base-image"), QStringLiteral("24.04, jammy,noble,"));
        m_model->setConfig(QStringLiteral("build-flavor"), QStringLiteral(" M1.Large "));
        m_model->setConfig(QStringLiteral("consumer-regions"), QStringLiteral("a=b_ci=one, web_ci=two"));
        m_model->setEnvironment(QStringLiteral("JUJU_CHARM_HTTP_PROXY"), QStringLiteral("http://proxy.example:3128/"));
        const auto config = read();
        QVERIFY2(config, config ? "" : qPrintable(config.error().message()));
        QCOMPARE(config->arch, QStringLiteral("x64"));
        QCOMPARE(config->bases, (QStringList{"noble", "jammy"}));
        QCOMPARE(config->flavor, QStringLiteral("M1.Large"));
        QCOMPARE(config->proxy, QStringLiteral("proxy.example:3128"));
        QCOMPARE(config->consumerRegions.value("a=b_ci"), QStringLiteral("one"));
        QCOMPARE(config->builder.password, Secret(QStringLiteral("pw-of-builder")));
        QCOMPARE(config->interval, 6);
    }
};

} // namespace

IMAGEBUILDER_TEST(CharmConfigTest, "charmconfig")
#include "charmconfigtest.moc"
