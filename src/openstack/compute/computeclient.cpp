// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/compute/computeclient.h"

#include "base/json.h"
#include "openstack/calls.h"
#include "openstack/compute/computecodec.h"
#include "openstack/pager.h"

namespace imagebuilder::openstack {

namespace {

const QString nova = QStringLiteral("compute");

QString serverPath(const QString &id, const QString &below = {})
{
    return QStringLiteral("/servers/") + id + below;
}

} // namespace

Task<Result<QList<Flavor>>> ComputeClient::flavors(std::stop_token stop)
{
    PagedList list{.service = nova, .path = QStringLiteral("/flavors/detail"), .key = QStringLiteral("flavors")};
    const auto items = co_await allItems(m_session, std::move(list), stop);
    co_return parsedItems(items, &parseFlavor);
}

Task<Result<QStringList>> ComputeClient::availabilityZones(std::stop_token stop)
{
    auto call = plainCall("GET", nova, QStringLiteral("/os-availability-zone"));
    IB_CO_TRY(const auto answer, co_await m_session.call(std::move(call), stop));
    co_return parseZones(answer.body);
}

Task<Result<QList<Server>>> ComputeClient::servers(std::stop_token stop)
{
    PagedList list{.service = nova, .path = QStringLiteral("/servers/detail"), .key = QStringLiteral("servers")};
    const auto items = co_await allItems(m_session, std::move(list), stop);
    auto servers = parsedItems(items, &parseServer);
    if (servers)
        servers->removeIf([](const Server &server) { return server.status == QStringLiteral("DELETED"); });
    co_return servers;
}

Task<Result<Server>> ComputeClient::server(QString id, std::stop_token stop)
{
    auto call = plainCall("GET", nova, serverPath(id));
    IB_CO_TRY(const auto answer, co_await m_session.call(std::move(call), stop));
    IB_CO_TRY(const auto body, parseJsonObject(answer.body, QStringLiteral("Nova's answer")));
    IB_CO_TRY(auto server, parseServer(body.value(QStringLiteral("server")).toObject()));
    if (server.status == QStringLiteral("DELETED"))
        co_return failure(ErrorKind::NotFound, QStringLiteral("server %1 is deleted").arg(id));
    co_return server;
}

Task<Result<QString>> ComputeClient::createServer(ServerRequest request, std::stop_token stop)
{
    IB_CO_TRY(const auto body, serverBody(request));
    auto call = jsonCall("POST", nova, QStringLiteral("/servers"), body);
    const auto answer = co_await m_session.call(std::move(call), stop);
    if (!answer)
        co_return failure(answer.error().withContext(QStringLiteral("create server \"%1\"").arg(request.name)));
    IB_CO_TRY(const auto created, parseJsonObject(answer->body, QStringLiteral("Nova's answer")));
    IB_CO_TRY(const auto server, JsonReader(created, QStringLiteral("Nova's answer")).object(QStringLiteral("server")));
    co_return server.string(QStringLiteral("id"));
}

Task<Result<void>> ComputeClient::updateMetadata(QString id, Properties metadata, std::stop_token stop)
{
    auto call = jsonCall("POST", nova, serverPath(id, QStringLiteral("/metadata")),
                         {{QStringLiteral("metadata"), metadataObject(metadata)}});
    call.repeatable = true; // sets the same values once more
    co_return done(co_await m_session.call(std::move(call), stop));
}

Task<Result<void>> ComputeClient::stopServer(QString id, std::stop_token stop)
{
    auto call = jsonCall("POST", nova, serverPath(id, QStringLiteral("/action")),
                         {{QStringLiteral("os-stop"), QJsonValue::Null}});
    call.repeatable = true;
    const auto stopped = done(co_await m_session.call(std::move(call), stop));
    if (stopped || (stopped.error().kind() != ErrorKind::Conflict && stopped.error().kind() != ErrorKind::NotFound))
        co_return stopped;
    // 409 also stands for a server that is off already, 404 for one that is still being scheduled.
    IB_CO_TRY(const auto found, co_await server(id, stop));
    if (found.status == QStringLiteral("SHUTOFF"))
        co_return Result<void>{};
    co_return failure(ErrorKind::Conflict, QStringLiteral("server %1 cannot be stopped now (%2 %3): %4")
                                               .arg(id, found.status, found.taskState, stopped.error().text()));
}

Task<Result<void>> ComputeClient::deleteServer(QString id, std::stop_token stop)
{
    auto call = plainCall("DELETE", nova, serverPath(id));
    co_return gone(co_await m_session.call(std::move(call), stop));
}

Task<Result<QByteArray>> ComputeClient::consoleLog(QString id, std::stop_token stop)
{
    auto call = jsonCall("POST", nova, serverPath(id, QStringLiteral("/action")),
                         {{QStringLiteral("os-getConsoleOutput"), QJsonObject()}});
    call.repeatable = true;
    const auto answer = co_await m_session.call(std::move(call), stop);
    if (!answer) {
        const auto &error = answer.error();
        const auto status = error.httpStatus();
        if (status != 404 && status != 409 && status != 501)
            co_return failure(error);
        co_return failure(Error(ErrorKind::NotFound, error.text())
                              .withRequestId(error.requestId())
                              .withHttpStatus(status)
                              .withContext(QStringLiteral("console of server %1").arg(id)));
    }
    IB_CO_TRY(const auto body, parseJsonObject(answer->body, QStringLiteral("Nova's answer")));
    co_return body.value(QStringLiteral("output")).toString().toUtf8();
}

Task<Result<QString>> ComputeClient::createImage(QString serverId, QString name, Properties properties,
                                                 std::stop_token stop)
{
    const QJsonObject image{{"name", name}, {"metadata", metadataObject(properties)}};
    auto call = jsonCall("POST", nova, serverPath(serverId, QStringLiteral("/action")),
                         {{QStringLiteral("createImage"), image}});
    call.microversion = "2.45";
    IB_CO_TRY(const auto answer, co_await m_session.call(std::move(call), stop));
    co_return parseSnapshotId(answer.body, answer.header("Location"));
}

Task<Result<ComputeLimits>> ComputeClient::limits(std::stop_token stop)
{
    auto call = plainCall("GET", nova, QStringLiteral("/limits"));
    const auto answer = co_await m_session.call(std::move(call), stop);
    if (answer)
        co_return parseLimits(answer->body);
    if (answer.error().kind() != ErrorKind::NotFound && answer.error().httpStatus() != 403)
        co_return failure(answer.error());
    IB_CO_TRY(const auto project, co_await m_session.projectId(stop));
    auto second = plainCall("GET", nova, QStringLiteral("/os-quota-sets/%1/detail").arg(project));
    IB_CO_TRY(const auto quota, co_await m_session.call(std::move(second), stop));
    co_return parseQuotaSet(quota.body);
}

// Key pairs.

Task<Result<std::optional<KeyPair>>> ComputeClient::keyPair(QString name, std::stop_token stop)
{
    auto call = plainCall("GET", nova, QStringLiteral("/os-keypairs/") + name);
    const auto answer = co_await m_session.call(std::move(call), stop);
    if (!answer && answer.error().kind() == ErrorKind::NotFound)
        co_return std::optional<KeyPair>();
    if (!answer)
        co_return failure(answer.error());
    IB_CO_TRY(const auto body, parseJsonObject(answer->body, QStringLiteral("Nova's answer")));
    co_return parseKeyPair(body);
}

Task<Result<QList<KeyPair>>> ComputeClient::keyPairs(std::stop_token stop)
{
    PagedList list{.service = nova, .path = QStringLiteral("/os-keypairs"), .key = QStringLiteral("keypairs")};
    list.microversion = "2.35"; // the first one with pages
    const auto items = co_await allItems(m_session, std::move(list), stop);
    co_return parsedItems(items, &parseKeyPair);
}

Task<Result<KeyPair>> ComputeClient::importKeyPair(QString name, QString publicKey, std::stop_token stop)
{
    const QJsonObject pair{{"name", name}, {"public_key", publicKey}};
    auto call = jsonCall("POST", nova, QStringLiteral("/os-keypairs"), {{QStringLiteral("keypair"), pair}});
    call.microversion = "2.92"; // from then on names may have dots and @
    const auto answer = co_await m_session.call(std::move(call), stop);
    if (!answer)
        co_return failure(answer.error().withContext(QStringLiteral("import key pair \"%1\"").arg(name)));
    IB_CO_TRY(const auto body, parseJsonObject(answer->body, QStringLiteral("Nova's answer")));
    co_return parseKeyPair(body);
}

Task<Result<void>> ComputeClient::deleteKeyPair(QString name, std::stop_token stop)
{
    auto call = plainCall("DELETE", nova, QStringLiteral("/os-keypairs/") + name);
    co_return gone(co_await m_session.call(std::move(call), stop));
}

} // namespace imagebuilder::openstack
