// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "images/layout.h"
#include "images/mirror.h"
#include "images/signature.h"

namespace imagebuilder::images {

/// What upstream says the image must be.
struct Listed
{
    QString name;      ///< of the file, which may be packed
    QByteArray sha256; ///< hex, of that file
    Signer signer;     ///< of the list; empty where it was not checked
    QByteArray list;   ///< the whole list
};

/// What one release and architecture is at a mirror: read anew with every call, nothing is kept.
class Upstream
{
public:
    /// `transport` and `clock` must outlive it.
    Upstream(const SourceOptions &options, Layout layout, http::Transport &transport, Clock &clock);

    Mirror &mirror() { return m_mirror; }
    /// Path below the mirror of a file beside the image.
    QString path(const QString &name) const { return m_layout.folder + name; }

    /// The checksum, once its signature is right. NotFound: no list, no signature, not listed, or no such date (dates
    /// that are there are named where the mirror tells); Protocol: bad signature or list; Config: keyring.
    [[nodiscard]] Task<Result<Listed>> listed(std::stop_token stop);
    /// The release's serial, "20260131" or "20260131.1": that of the pinned date, of the build's own note
    /// (unpacked/build-info.txt), or of the newest dated folder with the same list. Empty where none of them tells.
    [[nodiscard]] Task<QString> serial(QByteArray list, std::stop_token stop);

private:
    [[nodiscard]] Task<Result<QByteArray>> list(std::shared_ptr<QString> name, std::stop_token stop);
    [[nodiscard]] Task<Error> noSuchDate(Error error, std::stop_token stop);
    [[nodiscard]] Task<Result<Signer>> signerOf(QByteArray list, QString name, std::stop_token stop);
    [[nodiscard]] Task<QStringList> dates(std::stop_token stop);

    Layout m_layout;
    Mirror m_mirror;
    QString m_date;
    bool m_checkSignature;
    QString m_keyring;
};

} // namespace imagebuilder::images
