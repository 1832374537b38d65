// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/networktransport.h"
#include "openstack/cloud.h"
#include "support/simcloudprocess.h"

#include <cstdlib>

namespace imagebuilder::testing {

/// The value of a Result that a test cannot go on without; the test program ends with the error's text otherwise.
template <typename T> T must(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().message()));
    if constexpr (!std::is_void_v<T>)
        return *std::move(result);
}

/// Where a contract test runs: the simulated cloud, or the real one that IMAGEBUILDER_TEST_CLOUD names.
class ContractClouds
{
public:
    /// Ends the program as skipped where a real cloud is asked for and none is named.
    ContractClouds();

    openstack::Cloud &builder() const { return *m_builder; }
    openstack::Cloud &consumer() const { return *m_consumer; }
    Clock &clock() { return m_clock; }
    /// Name of a bootable image that both clouds' projects see.
    QString baseImage() const;
    /// A login that differs from the builder's in one value.
    std::unique_ptr<openstack::Cloud> loginWith(void (*change)(openstack::CloudConfig &));
    /// Makes the simulated cloud take its time with image bytes, as a real one does, so that a step can be met.
    void dawdle() const;
    /// How VMs are logged in to.
    QString sshUser() const;
    int sshPort() const;
    /// For programs that shall see the same clouds.
    QProcessEnvironment environment() const;
    /// A name that no other run uses.
    QString unique(const QString &what) const { return QStringLiteral("contract-%1-%2").arg(m_run, what); }

private:
    std::unique_ptr<openstack::Cloud> open(openstack::CloudConfig config);
    SystemClock m_clock;
    std::unique_ptr<SimcloudProcess> m_simulated;
    openstack::CloudConfig m_builderConfig;
    std::unique_ptr<openstack::Cloud> m_builder;
    std::unique_ptr<openstack::Cloud> m_consumer;
    QString m_run;
};

} // namespace imagebuilder::testing
