// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <stop_token>

namespace imagebuilder::ssh {

/// The deployment's key pair on disk: PATH (0600) and PATH.pub.
struct KeyFiles
{
    QString privateKey;   ///< path
    QByteArray publicKey; ///< one line, "ssh-ed25519 AAAA… comment"
};

/// Reads the key pair at `path`, or makes an ed25519 one with ssh-keygen (in a neighbour file, then moved).
[[nodiscard]] Task<Result<KeyFiles>> ensureKeyFiles(QString path, QString comment, std::stop_token stop);

/// Puts a new ed25519 key pair in the place of the one at `path`; whoever reads it meanwhile gets the old or the new.
[[nodiscard]] Task<Result<void>> renewKeyFiles(QString path, QString comment, std::stop_token stop);

/// MD5 fingerprint with colons of a public key line, as Nova shows it. Config error for what is no key.
Result<QString> md5Fingerprint(const QByteArray &publicKey);

} // namespace imagebuilder::ssh
