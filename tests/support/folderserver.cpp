// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/folderserver.h"

#include <QtCore/QRegularExpression>

namespace imagebuilder::testing {

FolderServer::FolderServer(const QString &folder, const QString &address)
{
    constexpr int patience = 30'000;
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_process.start(QStringLiteral("python3"),
                    {"-u", "-m", "http.server", "--bind", address, "--directory", folder, "0"});
    while (!m_process.canReadLine())
        if (!m_process.waitForReadyRead(patience))
            qFatal("no web server on %s: %s", qPrintable(address), qPrintable(m_process.errorString()));
    // "Serving HTTP on 127.0.0.1 port 40123 (http://127.0.0.1:40123/) ..."
    static const QRegularExpression port(QStringLiteral(" port ([0-9]+)"));
    const auto line = QString::fromUtf8(m_process.readLine());
    m_url = QStringLiteral("http://%1:%2").arg(address, port.match(line).captured(1));
}

FolderServer::~FolderServer()
{
    m_process.kill();
    m_process.waitForFinished();
}

} // namespace imagebuilder::testing
