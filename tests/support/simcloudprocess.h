// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/httpexchange.h"

#include <QtCore/QJsonArray>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

namespace imagebuilder::testing {

/// A running imagebuilder-simcloud, which lies beside the test program. It ends with this object, or with the test.
class SimcloudProcess
{
public:
    /// Starts it and waits until it serves; aborts the test program when it does not. See `imagebuilder-simcloud
    /// --help`.
    explicit SimcloudProcess(const QStringList &arguments = {});
    ~SimcloudProcess();
    SimcloudProcess(const SimcloudProcess &) = delete;
    SimcloudProcess &operator=(const SimcloudProcess &) = delete;

    /// "http://127.0.0.1:PORT" + path, where the path may have a query.
    QUrl url(const QString &path = {}) const { return QUrl(m_url + path); }
    /// One cloud for each project, named as the project.
    const QString &cloudsYaml() const { return m_cloudsYaml; }
    /// How VMs are logged in to.
    const QString &sshUser() const { return m_sshUser; }
    int sshPort() const { return m_sshPort; }
    /// The caller's environment with no OS_* but OS_CLIENT_CONFIG_FILE, for clients that are started.
    QProcessEnvironment environment() const;
    qint64 processId() const { return m_process.processId(); }

    /// The whole state (src/simcloud/state/statejson.cpp).
    QJsonObject state() const;
    /// The state's element of that list with this name, or an empty object.
    QJsonObject element(const QString &list, const QString &name) const;
    /// What was asked since request number `after`: number, method, route, path, project, done, status.
    QJsonArray requests(qint64 after = 0) const;

    /// A fault as src/simcloud/sim/fault.h says; its id.
    int addFault(const QJsonObject &fault) const;
    void clearFaults() const;
    /// Holds a request that fits {method, path, project, nth} before or after doing it; the hold's id.
    int addHold(const QJsonObject &hold) const;
    /// The hold, once it holds a request (its number is "request"); empty when it did not in time.
    QJsonObject waitUntilHeld(int hold, int timeoutMs = 30'000) const;
    /// Lets the request go on, or, with `drop`, be forgotten.
    void release(int hold, bool drop = false) const;
    /// Any other of /sim/: clock, quotas, tokens/expire, images, … What it answered.
    QJsonObject steer(const QByteArray &method, const QString &path, const QJsonObject &body = {}) const;

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QString m_url;
    QString m_cloudsYaml;
    QString m_sshUser;
    int m_sshPort = 0;
};

} // namespace imagebuilder::testing
