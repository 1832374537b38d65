// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/httpserver.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

namespace imagebuilder::testing {

/// A CA of its own, made by openssl in a folder that goes with it.
class TestCa
{
public:
    TestCa()
    {
        openssl(QStringLiteral("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=ca "
                               "-keyout ca.key -out ca.pem"));
        issue(QStringLiteral("server"), QStringLiteral("IP:127.0.0.1,DNS:cloud.test"));
        issue(QStringLiteral("client"), QStringLiteral("DNS:client"));
    }

    QString file(const QString &name) const { return m_folder.filePath(name); }
    HttpServer::Tls server() const
    {
        return {.certificateFile = file(QStringLiteral("server.pem")), .keyFile = file(QStringLiteral("server.key"))};
    }

private:
    void issue(const QString &name, const QString &names)
    {
        openssl(QStringLiteral("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=%1 "
                               "-addext subjectAltName=%2 -addext basicConstraints=critical,CA:FALSE -CA ca.pem -CAkey "
                               "ca.key -keyout %1.key -out %1.pem")
                    .arg(name, names));
    }
    void openssl(const QString &arguments)
    {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.start(QStringLiteral("openssl"), arguments.split(QLatin1Char(' ')));
        process.waitForFinished();
        if (process.exitCode() != 0)
            qFatal("openssl: %s", process.readAllStandardError().constData());
    }
    QTemporaryDir m_folder;
};

} // namespace imagebuilder::testing
