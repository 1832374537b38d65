// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/httpserver.h"

#include <QtCore/QTemporaryDir>

namespace imagebuilder::testing {

/// A signed mirror of cloud images in a temporary folder, all releases with the same bytes (tests/support/make-mirror).
class MirrorFixture
{
public:
    explicit MirrorFixture(const QByteArray &image, const QStringList &archs = {QStringLiteral("x64")});

    /// Upstream moves: other bytes, listed and signed anew with the same key.
    void publish(const QByteArray &image);

    QString folder() const { return m_folder.filePath(QStringLiteral("mirror")); }
    QString keyring() const { return folder() + QStringLiteral("/keyring.gpg"); }
    /// Path of a file below the mirror.
    QString file(const QString &path) const { return folder() + u'/' + path; }
    /// Replaces a file's bytes and nothing else; hard links to it keep theirs.
    void overwrite(const QString &path, const QByteArray &bytes) const;

    /// Answers a request from the folder, with Range and 404, as a web server does.
    HttpAnswer answer(const HttpRequest &request) const;

private:
    QTemporaryDir m_folder;
    QStringList m_archs;
};

} // namespace imagebuilder::testing
