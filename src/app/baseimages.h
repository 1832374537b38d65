// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "build/baseimage.h"

namespace imagebuilder::app {

struct BaseImagesOrder
{
    QString cloud; ///< empty: the default cloud
    QList<images::Release> releases;
    QList<images::Arch> archs;
    QString prefix;
};

/// How a base image in the cloud compares with upstream's.
enum class BaseImageState {
    Current,
    Stale,   ///< upstream has another
    Missing, ///< the cloud has none
    Unknown, ///< upstream could not be asked, or its list is wrong
};

/// One base × architecture, in the cloud and upstream.
struct BaseImageView
{
    images::Release release;
    images::Arch arch;
    QString name; ///< of the image in the cloud
    BaseImageState state = BaseImageState::Unknown;
    std::optional<openstack::Image> image; ///< ours in the cloud, the newest active one
    Result<images::UpstreamImage> upstream;

    QString stateName() const; ///< "current", "stale", "missing", "unknown"
};

struct BaseImages
{
    QString cloud;
    QList<BaseImageView> images; ///< by base, then architecture, in the order's order
};

/// What base images a cloud has, and what upstream has now; nothing is fetched or changed. What upstream does not tell
/// is each image's own error. `backend` must outlive the task.
[[nodiscard]] Task<Result<BaseImages>> listBaseImages(Backend &backend, BaseImagesOrder order, std::stop_token stop);

/// A base image after a refresh, or why it could not be had.
struct RefreshedBase
{
    images::Release release;
    images::Arch arch;
    QString name; ///< of the image in the cloud
    Result<build::BaseImage> image;
};

struct RefreshedBases
{
    QString cloud;
    QList<RefreshedBase> images;
};

/// Fetches and uploads what is stale or missing, all side by side, so one is uploaded while another is fetched; each
/// only once its file is whole and checked. One that cannot be had leaves the others alone. Warnings are told through
/// `backend`, which must outlive the task.
[[nodiscard]] Task<Result<RefreshedBases>> refreshBaseImages(Backend &backend, BaseImagesOrder order,
                                                             std::stop_token stop);

} // namespace imagebuilder::app
