// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/vmfixture.h"

#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

namespace imagebuilder::testing {

namespace {

constexpr int patience = 30'000;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

QByteArray VmFixture::Vm::hostKey() const
{
    for (const auto &line : console.split('\n'))
        if (line.startsWith("ssh-ed25519 "))
            return line.trimmed();
    return {};
}

VmFixture::VmFixture()
{
    const QJsonObject domain{{"name", "Default"}};
    const QJsonObject user{{"name", "builder"}, {"domain", domain}, {"password", "secret"}};
    const QJsonObject identity{{"methods", QJsonArray{"password"}}, {"password", QJsonObject{{"user", user}}}};
    const QJsonObject scope{{"project", QJsonObject{{"name", "builder"}, {"domain", domain}}}};
    const QJsonObject login{{"auth", QJsonObject{{"identity", identity}, {"scope", scope}}}};
    m_token = exchange("POST", m_cloud.url(QStringLiteral("/identity/v3/auth/tokens")),
                       QJsonDocument(login).toJson(QJsonDocument::Compact), {{"Content-Type", "application/json"}})
                  .headers.value("x-subject-token");
    m_flavor = m_cloud.element(QStringLiteral("flavors"), QStringLiteral("m1.builder")).value("id").toString();
    m_network = m_cloud.element(QStringLiteral("networks"), QStringLiteral("builders")).value("id").toString();
    m_baseImage = uploadBase();
    const auto key = m_folder.filePath(QStringLiteral("key"));
    QProcess::execute(QStringLiteral("ssh-keygen"), {"-q", "-t", "ed25519", "-N", "", "-f", key});
    const auto publicKey = QString::fromUtf8(contentOf(key + QStringLiteral(".pub")));
    call("POST", QStringLiteral("/compute/v2.1/os-keypairs"),
         {{"keypair", QJsonObject{{"name", "key"}, {"type", "ssh"}, {"public_key", publicKey}}}});
}

QString VmFixture::uploadBase() const
{
    const auto id = call("POST", QStringLiteral("/image/v2/images"),
                         {{"name", "base-noble"}, {"disk_format", "raw"}, {"container_format", "bare"}})
                        .json()
                        .value("id")
                        .toString();
    upload(id, "no archive of a disk");
    return id;
}

void VmFixture::upload(const QString &imageId, const QByteArray &bytes) const
{
    exchange("PUT", m_cloud.url(QStringLiteral("/image/v2/images/%1/file").arg(imageId)), bytes,
             {{"Content-Type", "application/octet-stream"}, {"X-Auth-Token", m_token}});
}

HttpReply VmFixture::call(const QByteArray &method, const QString &path, const QJsonObject &body,
                          const QByteArray &microversion) const
{
    const auto bytes = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact);
    return exchange(method, m_cloud.url(path), bytes,
                    {{"Content-Type", "application/json"},
                     {"X-Auth-Token", m_token},
                     {"OpenStack-API-Version", "compute " + microversion}});
}

HttpReply VmFixture::act(const QString &serverId, const QString &action, const QJsonObject &details,
                         const QByteArray &microversion) const
{
    return call("POST", QStringLiteral("/compute/v2.1/servers/%1/action").arg(serverId), {{action, details}},
                microversion);
}

QJsonObject VmFixture::server(const QString &id) const
{
    return call("GET", QStringLiteral("/compute/v2.1/servers/") + id).json().value("server").toObject();
}

QJsonObject VmFixture::wish(const Boot &boot) const
{
    const QJsonObject server{{"name", "vm"},
                             {"imageRef", boot.imageId.isEmpty() ? m_baseImage : boot.imageId},
                             {"flavorRef", m_flavor},
                             {"networks", QJsonArray{QJsonObject{{"uuid", m_network}}}},
                             {"key_name", "key"},
                             {"config_drive", true},
                             {"user_data", QString::fromLatin1(boot.userData.toBase64())},
                             {"metadata", boot.metadata}};
    return {{"server", server}};
}

QString VmFixture::create(const Boot &boot) const
{
    const auto made = call("POST", QStringLiteral("/compute/v2.1/servers"), wish(boot)).json();
    return made.value("server")[u"id"].toString();
}

VmFixture::Vm VmFixture::boot(const Boot &boot, const QByteArray &text) const
{
    Vm vm{.id = create(boot), .address = {}, .console = {}};
    const bool came = QTest::qWaitFor(
        [&] {
            vm.console = console(vm.id);
            return vm.console.contains(text);
        },
        patience);
    const auto addresses = server(vm.id).value("addresses").toObject();
    if (came)
        vm.address = addresses.value("builders")[0][u"addr"].toString();
    return vm;
}

QByteArray VmFixture::console(const QString &id) const
{
    return act(id, QStringLiteral("os-getConsoleOutput")).json().value("output").toString().toUtf8();
}

bool VmFixture::stop(const QString &id) const
{
    act(id, QStringLiteral("os-stop"));
    return QTest::qWaitFor([&] { return server(id).value("status") == QStringLiteral("SHUTOFF"); }, patience);
}

QString VmFixture::snapshot(const QString &id) const
{
    const auto image =
        act(id, QStringLiteral("createImage"), {{"name", "snapshot"}}).json().value("image_id").toString();
    const auto isActive = [&] {
        return call("GET", QStringLiteral("/image/v2/images/") + image).json().value("status") ==
               QStringLiteral("active");
    };
    return QTest::qWaitFor(isActive, patience) ? image : QString();
}

VmFixture::Outcome VmFixture::ssh(const Vm &vm, const QString &command, const QByteArray &input) const
{
    const auto state = m_cloud.state();
    const auto port = QString::number(state.value("ssh_port").toInt());
    QFile known(m_folder.filePath(QStringLiteral("known")));
    if (known.open(QIODevice::WriteOnly))
        known.write('[' + vm.address.toUtf8() + "]:" + port.toUtf8() + ' ' + vm.hostKey() + '\n');
    known.close();
    QProcess client;
    // A copy that kept its host keys shows them before its sshd listens.
    client.start(QStringLiteral("ssh"), {"-F",
                                         "none",
                                         "-p",
                                         port,
                                         "-i",
                                         m_folder.filePath(QStringLiteral("key")),
                                         "-o",
                                         "IdentitiesOnly=yes",
                                         "-o",
                                         "BatchMode=yes",
                                         "-o",
                                         "ConnectionAttempts=6",
                                         "-o",
                                         "UserKnownHostsFile=" + known.fileName(),
                                         "-o",
                                         "GlobalKnownHostsFile=/dev/null",
                                         "-o",
                                         "StrictHostKeyChecking=yes",
                                         state.value("ssh_user").toString() + u'@' + vm.address,
                                         command});
    client.write(input);
    client.closeWriteChannel();
    client.waitForFinished(patience);
    return {.exitCode = client.exitStatus() == QProcess::NormalExit ? client.exitCode() : -1,
            .output = client.readAllStandardOutput(),
            .errors = client.readAllStandardError()};
}

} // namespace imagebuilder::testing
