// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/digest.h"

#include <openssl/evp.h>

#include <array>

namespace imagebuilder::http {

namespace {
void mustWork(int result)
{
    // Only a broken OpenSSL installation gets here; a wrong checksum would be worse than an end.
    if (result != 1)
        qFatal("OpenSSL cannot compute a SHA-2 digest");
}
} // namespace

void Digest::Free::operator()(evp_md_ctx_st *context) const
{
    EVP_MD_CTX_free(context);
}

Digest::Digest(Algorithm algorithm) : m_context(EVP_MD_CTX_new())
{
    mustWork(EVP_DigestInit_ex(m_context.get(), algorithm == Algorithm::Sha256 ? EVP_sha256() : EVP_sha512(), nullptr));
}

std::optional<Digest::Algorithm> Digest::named(const QString &name)
{
    const auto lower = name.toLower();
    if (lower == QLatin1String("sha256"))
        return Algorithm::Sha256;
    if (lower == QLatin1String("sha512"))
        return Algorithm::Sha512;
    return std::nullopt;
}

void Digest::update(QByteArrayView bytes)
{
    mustWork(EVP_DigestUpdate(m_context.get(), bytes.data(), static_cast<std::size_t>(bytes.size())));
}

QByteArray Digest::hex() const
{
    const std::unique_ptr<EVP_MD_CTX, Free> copy(EVP_MD_CTX_new());
    mustWork(EVP_MD_CTX_copy_ex(copy.get(), m_context.get()));
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int length = 0;
    mustWork(EVP_DigestFinal_ex(copy.get(), bytes.data(), &length));
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), length).toHex();
}

} // namespace imagebuilder::http
