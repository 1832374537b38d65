// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "contractclouds.h"

#include "base/ids.h"
#include "openstack/cloudsconfig.h"
#include "support/realcloud.h"

#include <QtCore/QDir>

namespace imagebuilder::testing {

namespace {

const QString simulatedBase = QStringLiteral("noble-base");
} // namespace

ContractClouds::ContractClouds() : m_run(newBuildId())
{
    if (testsRealCloud())
        skipWithoutRealCloud();
    openstack::CloudsSearch search;
    search.home = QDir::homePath();
    search.workingFolder = QDir::currentPath();
    if (testsRealCloud()) {
        search.environment = QProcessEnvironment::systemEnvironment();
    } else {
        m_simulated = std::make_unique<SimcloudProcess>(QStringList{"--time-scale", "60"});
        const QJsonObject image{{"name", simulatedBase}, {"status", "active"}, {"visibility", "public"}};
        m_simulated->steer("POST", QStringLiteral("images"), {{"project", "admin"}, {"size", 65536}, {"image", image}});
        search.environment = m_simulated->environment();
    }
    const auto clouds = must(openstack::CloudsConfig::load(search));
    m_builderConfig = must(clouds.cloud(testCloud()));
    m_builder = open(m_builderConfig);
    m_consumer = open(must(clouds.cloud(testConsumer())));
}

QString ContractClouds::baseImage() const
{
    return qEnvironmentVariable("IMAGEBUILDER_TEST_BASE_IMAGE", simulatedBase);
}

void ContractClouds::dawdle() const
{
    if (!m_simulated)
        return;
    m_simulated->clearFaults();
    m_simulated->addFault({{"kind", "delay"}, {"method", "GET"}, {"path", "/file$"}, {"delay_ms", 1500}, {"times", 1}});
}

QString ContractClouds::sshUser() const
{
    return m_simulated ? m_simulated->sshUser()
                       : qEnvironmentVariable("IMAGEBUILDER_SSH_USER", QStringLiteral("ubuntu"));
}

int ContractClouds::sshPort() const
{
    return m_simulated ? m_simulated->sshPort()
                       : qEnvironmentVariable("IMAGEBUILDER_SSH_PORT", QStringLiteral("22")).toInt();
}

QProcessEnvironment ContractClouds::environment() const
{
    auto environment = m_simulated ? m_simulated->environment() : QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("IMAGEBUILDER_SSH_USER"), sshUser());
    environment.insert(QStringLiteral("IMAGEBUILDER_SSH_PORT"), QString::number(sshPort()));
    return environment;
}

std::unique_ptr<openstack::Cloud> ContractClouds::loginWith(void (*change)(openstack::CloudConfig &))
{
    auto config = m_builderConfig;
    change(config);
    return open(std::move(config));
}

std::unique_ptr<openstack::Cloud> ContractClouds::open(openstack::CloudConfig config)
{
    auto transport = must(http::NetworkTransport::make(config.transport, m_clock));
    return std::make_unique<openstack::Cloud>(std::move(config), std::move(transport), m_clock);
}

} // namespace imagebuilder::testing
