// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QByteArray>

namespace imagebuilder::ssh {

/// A public key as OpenSSH writes it: "type base64 comment".
struct PublicKey
{
    QByteArray type; ///< "ssh-ed25519"
    QByteArray blob; ///< decoded

    /// "type base64", without a comment.
    QByteArray line() const { return type + ' ' + blob.toBase64(); }
};

/// Reads a key line; Config error for what is no key: strict base64 whose bytes begin with the same type (RFC
/// 4253 6.6).
Result<PublicKey> parsePublicKey(const QByteArray &line);

} // namespace imagebuilder::ssh
