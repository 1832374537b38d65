// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/image/digest.h"

#include <openssl/evp.h>

namespace imagebuilder::simcloud {

struct Digest::Private
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    ~Private() { EVP_MD_CTX_free(context); }
};

Digest::Digest(const char *algorithm) : m_private(std::make_unique<Private>())
{
    EVP_DigestInit_ex(m_private->context, EVP_get_digestbyname(algorithm), nullptr);
}

Digest::~Digest() = default;

void Digest::add(QByteArrayView bytes)
{
    EVP_DigestUpdate(m_private->context, bytes.data(), static_cast<size_t>(bytes.size()));
}

QString Digest::hex()
{
    QByteArray value(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    EVP_DigestFinal_ex(m_private->context, reinterpret_cast<unsigned char *>(value.data()), &size);
    return QString::fromLatin1(value.first(static_cast<qsizetype>(size)).toHex());
}

} // namespace imagebuilder::simcloud
