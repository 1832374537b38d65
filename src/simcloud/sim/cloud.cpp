// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/sim/cloud.h"

#include "simcloud/compute/routes.h"
#include "simcloud/identity/routes.h"
#include "simcloud/image/routes.h"
#include "simcloud/network/routes.h"
#include "simcloud/sim/adminroutes.h"
#include "simcloud/sim/mirrorroutes.h"
#include "simcloud/sim/seed.h"
#include "simcloud/volume/routes.h"

#include <QtCore/QDir>
#include <QtCore/QSaveFile>

namespace imagebuilder::simcloud {

Cloud::Cloud(Options options)
    : m_options(std::move(options)), m_store(m_options.folder + QStringLiteral("/images"), m_options.nullStore),
      m_vms(m_options.folder + QStringLiteral("/vms"), [this](milliseconds time) { return m_timeline.real(time); }),
      m_timeline(m_options.timeScale), m_server([this](Request &request) { return answer(request); })
{
    addIdentityRoutes(m_router);
    addComputeRoutes(m_router);
    addImageRoutes(m_router);
    addNetworkRoutes(m_router);
    addVolumeRoutes(m_router);
    addAdminRoutes(m_router);
    addMirrorRoutes(m_router);
}

Cloud::~Cloud()
{
    // What is still to come uses the VMs, and they use the state.
    m_steering.stop();
    m_timeline.stop();
    m_vms.stopAll();
}

Result<void> Cloud::start()
{
    IB_TRY(const int port, m_server.listen(m_options.port));
    m_url = QStringLiteral("http://127.0.0.1:%1").arg(port);
    IB_CHECK(m_vms.start());
    m_state.sshUser = sshUser();
    m_state.sshPort = m_vms.sshPort();
    // Two simulators on one machine never share a VM's address, since they cannot share a port.
    seed(m_state, QStringLiteral("127.%1.%2").arg(port / 256).arg(port % 256));
    QMap<QString, QString> passwords; // of users: one may belong to several projects
    for (auto &account : m_options.accounts) {
        auto &password = passwords[account.user];
        if (password.isEmpty() || !account.password.isEmpty())
            password = account.password.isEmpty() ? newKeystoneId().left(16) : account.password;
    }
    for (auto &account : m_options.accounts) {
        account.password = passwords.value(account.user);
        const auto role =
            account.project == QStringLiteral("admin") ? QStringLiteral("admin") : QStringLiteral("member");
        ensureUser(m_state, ensureProject(m_state, account.project).id, account.user, account.password,
                   {role, QStringLiteral("reader")});
    }
    return writeCloudsYaml();
}

Result<void> Cloud::writeCloudsYaml() const
{
    QByteArray text = "clouds:\n";
    QStringList names;
    for (const auto &account : m_options.accounts) {
        auto name = account.project;
        if (names.contains(name)) // a second user of the project
            name += u'_' + account.user;
        names.append(name);
        for (const auto &region : m_options.regions)
            text += QStringLiteral("  %1:\n    region_name: %2\n    identity_api_version: 3\n    auth:\n"
                                   "      auth_url: %3/identity/v3\n      username: %4\n      password: \"%5\"\n"
                                   "      project_name: %6\n      user_domain_name: Default\n"
                                   "      project_domain_name: Default\n")
                        .arg(region == m_options.regions.first() ? name : name + u'-' + region, region, m_url,
                             account.user, account.password, account.project)
                        .toUtf8();
    }
    QSaveFile file(cloudsYaml());
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(text) != text.size() || !file.commit())
        return failure(ErrorKind::Storage, QStringLiteral("cannot write %1: %2").arg(cloudsYaml(), file.errorString()));
    return {};
}

void Cloud::run()
{
    m_server.run();
}

void Cloud::stop()
{
    m_steering.stop();
    m_timeline.stop();
    m_server.stop();
}

} // namespace imagebuilder::simcloud
