// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/volume/volumeclient.h"

#include "base/json.h"
#include "openstack/calls.h"
#include "openstack/compute/computecodec.h"
#include "openstack/pager.h"
#include "openstack/volume/volumecodec.h"

namespace imagebuilder::openstack {

namespace {

const QString cinder = QStringLiteral("block-storage");

QString volumePath(const QString &id, const QString &below = {})
{
    return QStringLiteral("/volumes/") + id + below;
}

Result<Volume> volumeOf(const Result<http::Response> &answer)
{
    if (!answer)
        return failure(answer.error());
    IB_TRY(const auto body, parseJsonObject(answer->body, QStringLiteral("Cinder's answer")));
    return parseVolume(body.value(QStringLiteral("volume")).toObject());
}

} // namespace

Task<Result<bool>> VolumeClient::isOffered(std::stop_token stop)
{
    const auto found = co_await m_session.endpoint(cinder, stop);
    if (!found && found.error().kind() == ErrorKind::Config)
        co_return false;
    if (!found)
        co_return failure(found.error());
    co_return true;
}

Task<Result<QList<Volume>>> VolumeClient::volumes(std::stop_token stop)
{
    PagedList list{.service = cinder, .path = QStringLiteral("/volumes/detail"), .key = QStringLiteral("volumes")};
    const auto items = co_await allItems(m_session, std::move(list), stop);
    co_return parsedItems(items, &parseVolume);
}

Task<Result<Volume>> VolumeClient::volume(QString id, std::stop_token stop)
{
    auto call = plainCall("GET", cinder, volumePath(id));
    co_return volumeOf(co_await m_session.call(std::move(call), stop));
}

Task<Result<QStringList>> VolumeClient::types(std::stop_token stop)
{
    PagedList list{.service = cinder, .path = QStringLiteral("/types"), .key = QStringLiteral("volume_types")};
    IB_CO_TRY(const auto items, co_await allItems(m_session, std::move(list), stop));
    QStringList names;
    for (const auto &item : items)
        names << item.value(QStringLiteral("name")).toString();
    co_return names;
}

Task<Result<QStringList>> VolumeClient::availabilityZones(std::stop_token stop)
{
    auto call = plainCall("GET", cinder, QStringLiteral("/os-availability-zone"));
    const auto answer = co_await m_session.call(std::move(call), stop);
    if (answer)
        co_return parseZones(answer->body); // the same as Nova's
    if (answer.error().httpStatus() == 404 || answer.error().httpStatus() == 403)
        co_return QStringList();
    co_return failure(answer.error());
}

Task<Result<Volume>> VolumeClient::create(VolumeRequest request, std::stop_token stop)
{
    auto call = jsonCall("POST", cinder, QStringLiteral("/volumes"), volumeBody(request));
    co_return volumeOf(co_await m_session.call(std::move(call), stop));
}

Task<Result<void>> VolumeClient::remove(QString id, std::stop_token stop)
{
    auto call = plainCall("DELETE", cinder, volumePath(id));
    co_return gone(co_await m_session.call(std::move(call), stop));
}

Task<Result<void>> VolumeClient::setImageProperties(QString id, Properties properties, std::stop_token stop)
{
    const QJsonObject metadata{{"metadata", metadataObject(properties)}};
    auto call = jsonCall("POST", cinder, volumePath(id, QStringLiteral("/action")),
                         {{QStringLiteral("os-set_image_metadata"), metadata}});
    call.repeatable = true; // sets the same values once more
    co_return done(co_await m_session.call(std::move(call), stop));
}

Task<Result<QString>> VolumeClient::uploadToImage(QString id, QString name, QString diskFormat, std::stop_token stop)
{
    const QJsonObject wish{
        {"image_name", name}, {"force", false}, {"container_format", "bare"}, {"disk_format", diskFormat}};
    auto call = jsonCall("POST", cinder, volumePath(id, QStringLiteral("/action")),
                         {{QStringLiteral("os-volume_upload_image"), wish}});
    IB_CO_TRY(const auto answer, co_await m_session.call(std::move(call), stop));
    co_return parseUploadedImage(answer.body);
}

Task<Result<VolumeLimits>> VolumeClient::limits(std::stop_token stop)
{
    auto call = plainCall("GET", cinder, QStringLiteral("/limits"));
    IB_CO_TRY(const auto answer, co_await m_session.call(std::move(call), stop));
    co_return parseVolumeLimits(answer.body);
}

} // namespace imagebuilder::openstack
