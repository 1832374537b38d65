// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/vm/vm.h"

#include "base/ids.h"
#include "simcloud/vm/cloudinit.h"
#include "simcloud/vm/disk.h"
#include "simcloud/vm/hostkeys.h"

#include <QtCore/QDir>
#include <QtCore/QUuid>

namespace imagebuilder::simcloud {

namespace {

// When things happen in an emulated guest, after power-on.
constexpr seconds initAt{40};
constexpr seconds sshAt{55};
constexpr seconds finalAt{57};
constexpr seconds doneAt{65};

QByteArray kernelLine(milliseconds uptime, const QByteArray &text)
{
    return '[' + QString::number(static_cast<double>(uptime.count()) / 1000, 'f', 6).rightJustified(12).toLatin1() +
           "] " + text + "\r\n";
}

} // namespace

Vm::Vm(VmFolders folders, VmSpec spec, int port, RealTime real, std::function<void(const QByteArray &)> onConsole)
    : m_folders(std::move(folders)), m_spec(std::move(spec)), m_port(port), m_real(std::move(real)),
      m_onConsole(std::move(onConsole)), m_thread([this](const std::stop_token &stop) { run(stop); })
{
}

Vm::~Vm()
{
    m_thread.request_stop();
    m_thread.join();
}

milliseconds Vm::uptime() const
{
    constexpr milliseconds span{1'000'000'000}; // large, since real time is in whole milliseconds
    const auto elapsed = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - m_began).count();
    const auto scale =
        static_cast<double>(span.count()) / static_cast<double>(std::max<qint64>(1, m_real(span).count()));
    return milliseconds(static_cast<qint64>(elapsed * scale));
}

bool Vm::waitUntil(milliseconds moment, const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    m_never.wait_until(lock, stop, m_began + m_real(moment), [] { return false; });
    return !stop.stop_requested();
}

Result<void> Vm::prepareDisk() const
{
    if (!QFileInfo::exists(m_folders.disk())) {
        if (holdsDisk(m_spec.imageFile)) {
            IB_CHECK(unpackDisk(m_spec.imageFile, m_folders.disk()));
        } else {
            IB_CHECK(makeDisk(m_folders.disk(), m_spec.codename));
        }
    }
    for (const auto &path :
         {m_folders.onDisk(QStringLiteral("/run")), m_folders.onDisk(QStringLiteral("/tmp")), m_folders.memory()}) {
        QDir(path).removeRecursively();
        QDir().mkpath(path);
    }
    if (sshUser() != QStringLiteral("ubuntu")) // whoever logs in is ubuntu in here
        QFile::link(QStringLiteral("ubuntu"), m_folders.onDisk(QStringLiteral("/home/") + sshUser()));
    writeFile(m_folders.onDisk(QStringLiteral("/run/cloud-init/version")), m_spec.cloudInitVersion.toUtf8() + '\n');
    if (m_spec.story == VmStory::Unclean)
        writeFile(m_folders.onDisk(QStringLiteral("/run/cloud-init/unclean")), {});
    const auto machineId = m_folders.onDisk(QStringLiteral("/etc/machine-id"));
    if (!QFileInfo::exists(machineId)) // with / still read-only systemd cannot make the file, only fill it later
        return {};
    if (const auto id = readFile(machineId).trimmed(); id.isEmpty() || id == "uninitialized") {
        QFile::setPermissions(machineId, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
        writeFile(machineId, QUuid::createUuid().toString(QUuid::Id128).toLatin1() + '\n');
    }
    return {};
}

bool Vm::hasLease() const
{
    // systemd-networkd makes its DHCP client id from the machine id, and asks for nothing without one.
    return !m_spec.address.isEmpty() && QFileInfo::exists(m_folders.onDisk(QStringLiteral("/etc/machine-id")));
}

void Vm::bootKernel(const Console &console, const std::stop_token &stop)
{
    console.write(kernelLine(milliseconds(0), "Linux version 6.8.0-31-generic (buildd@simcloud) #31-Ubuntu SMP"));
    console.write(kernelLine(
        milliseconds(0), "Command line: BOOT_IMAGE=/vmlinuz root=LABEL=cloudimg-rootfs ro console=tty1 console=ttyS0"));
    if (waitUntil(seconds(15), stop))
        console.write(kernelLine(uptime(), "EXT4-fs (vda1): mounted filesystem ro with ordered data mode."));
    if (waitUntil(seconds(25), stop))
        console.write(kernelLine(uptime(), "systemd[1]: Hostname set to <" + m_spec.hostName.toUtf8() + ">."));
}

void Vm::run(const std::stop_token &stop)
{
    const Console console(m_folders.console(), m_onConsole);
    if (const auto prepared = prepareDisk(); !prepared) {
        console.write("simcloud: " + prepared.error().message().toUtf8() + '\n');
        waitUntil(std::chrono::hours(24 * 365), stop);
        return;
    }
    bootKernel(console, stop);
    CloudInit cloudInit(m_folders, m_spec, console, [this] { return uptime(); });
    if (!waitUntil(initAt, stop))
        return;
    cloudInit.init(stop);
    if (m_spec.story == VmStory::WrongKeys)
        console.write(forgedKeyBlock());
    Sshd sshd;
    if (waitUntil(sshAt, stop) && m_spec.story != VmStory::NeverAnswers && hasLease()) {
        if (const auto started = sshd.start(m_folders, m_spec, m_port); !started)
            console.write("simcloud: " + started.error().message().toUtf8() + '\n');
        console.write("\r\nUbuntu " + m_spec.hostName.toUtf8() + " ttyS0\r\n\r\n" + m_spec.hostName.toUtf8() +
                      " login: \r\n");
    }
    if (waitUntil(finalAt, stop))
        cloudInit.final(stop);
    if (waitUntil(doneAt, stop) && m_spec.story != VmStory::NeverEnds)
        cloudInit.finish();
    // sshd dies with the thread that started it, so that the thread stays until the power goes.
    std::unique_lock lock(m_mutex);
    m_never.wait(lock, stop, [] { return false; });
}

} // namespace imagebuilder::simcloud
