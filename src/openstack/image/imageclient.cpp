// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/image/imageclient.h"

#include "base/json.h"
#include "openstack/calls.h"
#include "openstack/image/checkedsink.h"
#include "openstack/image/imagecodec.h"
#include "openstack/pager.h"

#include <QtCore/QJsonDocument>

#include <algorithm>

namespace imagebuilder::openstack {

namespace {

const QString glance = QStringLiteral("image");
/// Glance gives 25 a page where nothing is asked for, and 1,000 at most.
constexpr int imagesPerPage = 500;

QString imagePath(const QString &id, const QString &below = {})
{
    return QStringLiteral("/images/") + id + below;
}

/// Patches set the same values when they are sent again.
Call patchCall(const QString &id, const QJsonArray &patch)
{
    auto call = plainCall("PATCH", glance, imagePath(id));
    call.body = QJsonDocument(patch).toJson(QJsonDocument::Compact);
    call.contentType = "application/openstack-images-v2.1-json-patch";
    return call;
}

Result<Image> imageOf(const Result<http::Response> &answer)
{
    if (!answer)
        return failure(answer.error());
    IB_TRY(const auto body, parseJsonObject(answer->body, QStringLiteral("Glance's answer")));
    return parseImage(body);
}

} // namespace

Task<Result<QList<Image>>> ImageClient::images(ImageFilter filter, std::stop_token stop)
{
    PagedList list{.service = glance, .path = QStringLiteral("/images"), .key = QStringLiteral("images")};
    list.query = filterQuery(filter);
    list.limit = imagesPerPage;
    const auto items = co_await allItems(m_session, std::move(list), stop);
    auto images = parsedItems(items, &parseImage);
    if (!images)
        co_return images;
    images->removeIf([&filter](const Image &image) { return !passes(image, filter); });
    std::ranges::stable_sort(*images, std::ranges::greater(), &Image::created);
    co_return images;
}

Task<Result<Image>> ImageClient::image(QString id, std::stop_token stop)
{
    auto call = plainCall("GET", glance, imagePath(id));
    co_return imageOf(co_await m_session.call(std::move(call), stop));
}

Task<Result<Image>> ImageClient::create(ImageRequest request, std::stop_token stop)
{
    auto call = jsonCall("POST", glance, QStringLiteral("/images"), imageBody(request));
    const auto answer = co_await m_session.call(std::move(call), stop);
    co_return inContext(imageOf(answer), QStringLiteral("create image \"%1\"").arg(request.name));
}

Task<Result<void>> ImageClient::upload(QString id, std::shared_ptr<http::BodySource> source, qint64 length,
                                       std::stop_token stop)
{
    auto call = plainCall("PUT", glance, imagePath(id, QStringLiteral("/file")));
    call.contentType = "application/octet-stream";
    call.repeatable = false;
    co_return done(co_await m_session.upload(std::move(call), std::move(source), length, stop));
}

Task<Result<QStringList>> ImageClient::importMethods(std::stop_token stop)
{
    auto call = plainCall("GET", glance, QStringLiteral("/info/import"));
    const auto answer = co_await m_session.call(std::move(call), stop);
    if (answer)
        co_return parseImportMethods(answer->body);
    if (answer.error().httpStatus() == 404)
        co_return QStringList();
    co_return failure(answer.error());
}

Task<Result<void>> ImageClient::importFrom(QString id, ImportSource source, std::stop_token stop)
{
    auto call = jsonCall("POST", glance, imagePath(id, QStringLiteral("/import")), importBody(source));
    co_return done(co_await m_session.call(std::move(call), stop));
}

Task<Result<void>> ImageClient::download(QString id, std::shared_ptr<http::BodySink> sink, std::stop_token stop)
{
    IB_CO_TRY(auto record, co_await image(id, stop));
    const auto status = record.status;
    const auto checked = std::make_shared<CheckedSink>(std::move(record), std::move(sink));
    auto call = plainCall("GET", glance, imagePath(id, QStringLiteral("/file")));
    IB_CO_TRY(const auto answer, co_await m_session.download(std::move(call), checked, stop));
    if (answer.status == 204)
        co_return failure(
            Error(ErrorKind::Conflict, QStringLiteral("image %1 has no bytes yet; it is %2").arg(id, status))
                .withRequestId(answer.requestId())
                .withHttpStatus(answer.status));
    co_return checked->verdict();
}

Task<Result<void>> ImageClient::setProperties(QString id, Properties properties, std::stop_token stop)
{
    auto call = patchCall(id, propertiesPatch(properties));
    co_return done(co_await m_session.call(std::move(call), stop));
}

Task<Result<void>> ImageClient::setTags(QString id, QStringList tags, std::stop_token stop)
{
    const QJsonObject change{{"op", "replace"}, {"path", "/tags"}, {"value", QJsonArray::fromStringList(tags)}};
    auto call = patchCall(id, QJsonArray{change});
    co_return done(co_await m_session.call(std::move(call), stop));
}

Task<Result<void>> ImageClient::setVisibility(QString id, QString visibility, std::stop_token stop)
{
    const QJsonObject change{{"op", "replace"}, {"path", "/visibility"}, {"value", visibility}};
    auto call = patchCall(id, QJsonArray{change});
    co_return done(co_await m_session.call(std::move(call), stop));
}

Task<Result<void>> ImageClient::setMinDisk(QString id, int gib, std::stop_token stop)
{
    const QJsonObject change{{"op", "replace"}, {"path", "/min_disk"}, {"value", gib}};
    auto call = patchCall(id, QJsonArray{change});
    co_return done(co_await m_session.call(std::move(call), stop));
}

Task<Result<void>> ImageClient::addMember(QString id, QString projectId, std::stop_token stop)
{
    auto call =
        jsonCall("POST", glance, imagePath(id, QStringLiteral("/members")), {{QStringLiteral("member"), projectId}});
    call.repeatable = true;
    const auto added = done(co_await m_session.call(std::move(call), stop));
    const bool wasMember = !added && added.error().kind() == ErrorKind::Conflict;
    co_return wasMember ? Result<void>{} : added;
}

Task<Result<void>> ImageClient::acceptMember(QString id, QString projectId, std::stop_token stop)
{
    auto call = jsonCall("PUT", glance, imagePath(id, QStringLiteral("/members/")) + projectId,
                         {{QStringLiteral("status"), QStringLiteral("accepted")}});
    co_return done(co_await m_session.call(std::move(call), stop));
}

Task<Result<QList<ImageMember>>> ImageClient::members(QString id, std::stop_token stop)
{
    auto call = plainCall("GET", glance, imagePath(id, QStringLiteral("/members")));
    IB_CO_TRY(const auto answer, co_await m_session.call(std::move(call), stop));
    co_return parseImageMembers(answer.body);
}

Task<Result<void>> ImageClient::removeMember(QString id, QString projectId, std::stop_token stop)
{
    auto call = plainCall("DELETE", glance, imagePath(id, QStringLiteral("/members/")) + projectId);
    co_return gone(co_await m_session.call(std::move(call), stop));
}

Task<Result<ImageQuota>> ImageClient::quota(std::stop_token stop)
{
    auto call = plainCall("GET", glance, QStringLiteral("/info/usage"));
    const auto answer = co_await m_session.call(std::move(call), stop);
    if (answer)
        co_return parseImageQuota(answer->body);
    if (answer.error().httpStatus() == 404 || answer.error().httpStatus() == 403)
        co_return ImageQuota();
    co_return failure(answer.error());
}

Task<Result<void>> ImageClient::remove(QString id, std::stop_token stop)
{
    auto call = plainCall("DELETE", glance, imagePath(id));
    co_return gone(co_await m_session.call(std::move(call), stop));
}

} // namespace imagebuilder::openstack
