// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QProcess>
#include <QtCore/QUrl>

namespace imagebuilder::testing {

/// A folder over HTTP (python3's http.server) on an address that VMs reach. It ends with this object.
class FolderServer
{
public:
    FolderServer(const QString &folder, const QString &address);
    ~FolderServer();
    FolderServer(const FolderServer &) = delete;
    FolderServer &operator=(const FolderServer &) = delete;

    /// "http://ADDRESS:PORT" + path
    QUrl url(const QString &path = {}) const { return QUrl(m_url + path); }

private:
    QProcess m_process;
    QString m_url;
};

} // namespace imagebuilder::testing
