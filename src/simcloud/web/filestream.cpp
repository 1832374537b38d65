// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/web/filestream.h"

namespace imagebuilder::simcloud {

FileStream::FileStream(const QString &path, std::function<void(qint64)> onBytes)
    : m_file(path), m_onBytes(std::move(onBytes))
{
}

QByteArray FileStream::read(qint64 offset, qint64 length)
{
    auto bytes = m_file.seek(offset) ? m_file.read(length) : QByteArray();
    m_onBytes(bytes.size());
    return bytes;
}

} // namespace imagebuilder::simcloud
