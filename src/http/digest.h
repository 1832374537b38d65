// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <memory>
#include <optional>

struct evp_md_ctx_st;

namespace imagebuilder::http {

/// A SHA-2 digest through OpenSSL's EVP, which makes three to ten times QCryptographicHash's rate.
class Digest
{
public:
    enum class Algorithm { Sha256, Sha512 };

    explicit Digest(Algorithm algorithm);
    /// The algorithm by Glance's `os_hash_algo` ("sha256", "sha512"); nothing for another.
    static std::optional<Algorithm> named(const QString &name);

    void update(QByteArrayView bytes);
    /// Lower-case hex of all bytes so far; more may follow.
    QByteArray hex() const;

private:
    struct Free
    {
        void operator()(evp_md_ctx_st *context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Free> m_context;
};

} // namespace imagebuilder::http
