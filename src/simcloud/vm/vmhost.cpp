// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/vm/vmhost.h"

#include <QtCore/QDir>

/// Q_INIT_RESOURCE must be outside any namespace; a static library's resources are only there when asked for.
static void initStandIns()
{
    Q_INIT_RESOURCE(standins);
}

namespace imagebuilder::simcloud {

VmHost::VmHost(QString folder, RealTime real) : m_folder(std::move(folder)), m_real(std::move(real)) {}

Result<void> VmHost::start()
{
    initStandIns();
    IB_TRY(m_port, freePort());
    const QString from = QStringLiteral(":/simcloud/standins/");
    const QString to = m_folder + QStringLiteral("/standins/");
    for (const auto &name : {"cloud-init", "curl", "noted", "sudo"})
        if (!writeFile(to + QLatin1StringView(name), readFile(from + QLatin1StringView(name)), true))
            return failure(ErrorKind::Storage, QStringLiteral("cannot write the VMs' stand-ins to %1").arg(to));
    for (const auto &name : readFile(from + QStringLiteral("noted.names")).split('\n'))
        if (!name.isEmpty() && !name.startsWith('#'))
            QFile::link(QStringLiteral("noted"), to + QString::fromUtf8(name));
    return {};
}

VmFolders VmHost::folders(const QString &id) const
{
    return {m_folder + u'/' + id, m_folder + QStringLiteral("/standins")};
}

void VmHost::boot(const VmSpec &spec, std::function<void(const QByteArray &)> onConsole)
{
    stop(spec.id);
    QDir().mkpath(folders(spec.id).folder());
    if (!spec.volume.isEmpty() && QDir().exists(folders(spec.volume).disk()))
        QDir().rename(folders(spec.volume).disk(), folders(spec.id).disk());
    auto vm = std::make_unique<Vm>(folders(spec.id), spec, m_port, m_real, std::move(onConsole));
    const std::scoped_lock lock(m_mutex);
    m_vms[spec.id] = std::move(vm);
}

bool VmHost::stop(const QString &id)
{
    std::unique_ptr<Vm> vm; // ends unlocked
    const std::scoped_lock lock(m_mutex);
    if (const auto found = m_vms.find(id); found != m_vms.end())
        vm = std::move(m_vms.extract(found).mapped());
    return vm != nullptr;
}

void VmHost::remove(const QString &id, const QString &volume)
{
    stop(id);
    if (!volume.isEmpty() && QDir().mkpath(folders(volume).folder()))
        QDir().rename(folders(id).disk(), folders(volume).disk());
    QDir(folders(id).folder()).removeRecursively();
}

void VmHost::stopAll()
{
    std::map<QString, std::unique_ptr<Vm>> vms;
    std::vector<std::jthread> background;
    const std::scoped_lock lock(m_mutex);
    vms.swap(m_vms);
    background.swap(m_background);
}

Result<void> VmHost::pack(const QString &id, const QString &format, qint64 virtualSize, const OnBytes &onBytes) const
{
    return packDisk(folders(id).disk(), format, virtualSize, onBytes);
}

void VmHost::inBackground(std::function<void(const std::stop_token &)> work)
{
    const std::scoped_lock lock(m_mutex);
    m_background.emplace_back([work = std::move(work)](const std::stop_token &stop) { work(stop); });
}

} // namespace imagebuilder::simcloud
