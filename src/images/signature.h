// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <stop_token>

namespace imagebuilder::images {

/// Who signed; both empty where nothing was checked.
struct Signer
{
    QString fingerprint; ///< of the primary key
    QString userId;      ///< "UEC Image Automatic Signing Key <cdimage@ubuntu.com>"
};

/// Checks a detached OpenPGP signature with gpgv. Config error when the keyring cannot be read or holds none of the
/// signers' keys, Protocol error when the signature is bad, expired or no signature.
[[nodiscard]] Task<Result<Signer>> verifySignature(QByteArray text, QByteArray signature, QString keyring,
                                                   std::stop_token stop);

} // namespace imagebuilder::images
