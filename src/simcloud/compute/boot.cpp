// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/boot.h"

#include "simcloud/sim/cloud.h"

#include <QtCore/QRandomGenerator>
#include <QtCore/QRegularExpression>
#include <QtCore/QtEndian>

namespace imagebuilder::simcloud {

namespace {

constexpr qint64 bytesOfGibibyte = 1024LL * 1024 * 1024;
constexpr qsizetype consoleWindow = 100LL * 1024;

/// The size of the disk inside, where the file is a qcow2 image; else of the file.
qint64 diskSize(const QString &path, qint64 size)
{
    QFile file(path);
    const auto head = file.open(QIODevice::ReadOnly) ? file.read(32) : QByteArray();
    if (head.size() < 32 || !head.startsWith("QFI\xfb"))
        return size;
    return static_cast<qint64>(qFromBigEndian<quint64>(head.constData() + 24));
}

QString codenameOf(const Image &image)
{
    static const QRegularExpression codename(QStringLiteral("focal|jammy|noble|resolute"));
    for (const auto &text : {image.properties.value(QStringLiteral("imagebuilder:base")), image.name})
        if (const auto match = codename.match(text); match.hasMatch())
            return match.captured();
    return QStringLiteral("noble");
}

QString freeAddress(const State &state, const Subnet &subnet)
{
    const auto prefix = subnet.cidr.section(u'.', 0, 2);
    QSet<QString> used;
    for (const auto &port : state.ports)
        used.insert(port.address);
    // Behind an address of either kind lies one of IPv4, and floating IPs lie above 130 (floatingAddressFor()).
    const int first = subnet.ipVersion == 6 ? 90 : 10;
    for (int host = first; host < first + (subnet.ipVersion == 6 ? 40 : 80); ++host)
        if (const auto address = QStringLiteral("%1.%2").arg(prefix).arg(host); !used.contains(address))
            return address;
    return {};
}

QString newMac()
{
    auto mac = QStringLiteral("fa:16:3e");
    for (int i = 0; i < 3; ++i)
        mac += QStringLiteral(":%1").arg(QRandomGenerator::global()->bounded(256), 2, 16, QLatin1Char('0'));
    return mac;
}

} // namespace

QString bootFault(const Cloud &cloud, const State &state, const Server &server)
{
    if (storyOf(state, server) == VmStory::BootError)
        return QStringLiteral("No valid host was found. There are not enough hosts available.");
    if (server.everLaunched || !server.volumeId.isEmpty()) // from its own disk
        return {};
    const auto *image = find(state.images, server.imageId);
    if (!image || image->status != QStringLiteral("active"))
        return QStringLiteral("Build of instance %1 aborted: Image %2 could not be found.")
            .arg(server.id, server.imageId);
    const auto *flavor = find(state.flavors, server.flavorId);
    const auto size = diskSize(cloud.store().path(image->id), image->size);
    if (flavor && size > flavor->disk * bytesOfGibibyte)
        return QStringLiteral("Build of instance %1 aborted: Flavor's disk is too small for requested image. "
                              "Flavor disk is %2 bytes, image is %3 bytes.")
            .arg(server.id)
            .arg(flavor->disk * bytesOfGibibyte)
            .arg(size);
    return {};
}

VmSpec vmSpec(const Cloud &cloud, const State &state, const Server &server)
{
    VmSpec spec{.id = server.id,
                .hostName = {},
                .address = {},
                .publicKey = server.publicKey.toUtf8(),
                .userData = server.userData,
                .imageFile = {}};
    const auto *volume = find(state.volumes, server.volumeId);
    const auto imageId = volume ? volume->imageId : server.imageId;
    spec.imageFile = cloud.store().path(imageId);
    spec.volume = server.volumeId;
    static const QRegularExpression forbidden(QStringLiteral("[^a-z0-9-]+"));
    spec.hostName = server.name.toLower().replace(forbidden, QStringLiteral("-")).left(63);
    for (const auto &port : state.ports)
        if (port.deviceId == server.id && spec.address.isEmpty()) {
            spec.address = port.address;
            const auto *network = find(state.networks, port.networkId);
            spec.isolated = network && network->isolated;
        }
    if (const auto *image = find(state.images, imageId))
        spec.codename = codenameOf(*image);
    spec.story = storyOf(state, server);
    spec.cloudInitVersion = server.metadata.value(QStringLiteral("sim:cloud-init"), state.cloudInitVersion);
    return spec;
}

VmStory storyOf(const State &state, const Server &server)
{
    if (const auto told = server.metadata.value(QStringLiteral("sim:story")); !told.isEmpty())
        return vmStory(told);
    for (const auto &told : state.vmStories)
        if (QRegularExpression(told.match).match(server.name).hasMatch())
            return vmStory(told.story);
    return VmStory::Good;
}

void addPorts(State &state, const Server &server)
{
    for (const auto &networkId : server.networks) {
        Port port{.id = newId(),
                  .name = {},
                  .projectId = server.projectId,
                  .networkId = networkId,
                  .deviceId = server.id,
                  .deviceOwner = QStringLiteral("compute:nova"),
                  .mac = newMac(),
                  .address = {},
                  .subnetId = {},
                  .securityGroups = server.securityGroups,
                  .created = now()};
        for (const auto &subnet : std::as_const(state.subnets)) {
            if (subnet.networkId == networkId && port.address.isEmpty()) {
                port.subnetId = subnet.id;
                port.address = freeAddress(state, subnet);
            }
        }
        state.ports.append(port);
    }
}

void addToConsole(Server &server, const QByteArray &bytes)
{
    server.console = (server.console + bytes).right(consoleWindow);
}

} // namespace imagebuilder::simcloud
