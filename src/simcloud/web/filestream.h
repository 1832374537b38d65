// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/web/message.h"

#include <QtCore/QFile>

namespace imagebuilder::simcloud {

/// A file as a body.
class FileStream final : public BodyStream
{
public:
    /// `onBytes` hears of every piece that is read.
    explicit FileStream(const QString &path, std::function<void(qint64)> onBytes = [](qint64) {});
    bool open() { return m_file.open(QIODevice::ReadOnly); }
    qint64 size() const override { return m_file.size(); }
    QByteArray read(qint64 offset, qint64 length) override;

private:
    QFile m_file;
    std::function<void(qint64)> m_onBytes;
};

} // namespace imagebuilder::simcloud
