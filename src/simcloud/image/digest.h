// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <memory>

namespace imagebuilder::simcloud {

/// A running message digest; OpenSSL stays in here.
class Digest
{
public:
    /// "SHA512", "MD5", …
    explicit Digest(const char *algorithm);
    ~Digest();
    Digest(const Digest &) = delete;
    Digest &operator=(const Digest &) = delete;

    void add(QByteArrayView bytes);
    /// In lower-case hex; ends the digest.
    QString hex();

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace imagebuilder::simcloud
