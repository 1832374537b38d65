// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/event.h"
#include "images/baseimagesource.h"
#include "openstack/cloud.h"
#include "store/journal.h"

namespace imagebuilder::build {

/// A base image as it lies in the build cloud.
struct BaseImage
{
    QString id;
    QByteArray sha256;     ///< hex, of the file that upstream published
    QString serial;        ///< upstream's; empty: unknown
    bool uploaded = false; ///< false: it was there already, and nothing was fetched or sent
    QString warning;       ///< what a person should know (the mirror is silent, the signature is off), or empty
};

/// What ensureBaseImage works with; all references must outlive the task.
struct BaseImageSite
{
    openstack::Cloud &cloud;
    store::Journal &journal;
    images::BaseImageSource &source;
    Clock &clock;
    QString deployment;
    QString prefix;
    EventSink events;   ///< Progress events of step "prepare", build empty
    QString lockFolder; ///< so that two processes do not send the same image at once
};

/// The newest active base image of ours under this name, as it lies in the cloud.
[[nodiscard]] Task<Result<std::optional<openstack::Image>>> findBaseImage(std::shared_ptr<const BaseImageSite> site,
                                                                          QString name, std::stop_token stop);

/// Makes sure that the cloud has upstream's current image of this release and architecture under its contract name: an
/// image of ours with the same SHA-256 is taken as it is, else the file is fetched (or taken from the cache), uploaded,
/// verified against Glance's digest, and older revisions of ours are removed (CONTRACT: one is kept; an image in use or
/// refused to delete stays and is no error). Nothing is sent before the whole file is checked. A silent mirror leaves
/// the last good one, with a warning; a pinned date leaves nothing but its own release.
[[nodiscard]] Task<Result<BaseImage>> ensureBaseImage(std::shared_ptr<const BaseImageSite> site,
                                                      images::Release release, images::Arch arch, std::stop_token stop);

} // namespace imagebuilder::build
