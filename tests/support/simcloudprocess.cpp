// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/simcloudprocess.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonDocument>

namespace imagebuilder::testing {

SimcloudProcess::SimcloudProcess(const QStringList &arguments)
{
    constexpr int patience = 30'000;
    m_process.setProgram(QCoreApplication::applicationDirPath() + QStringLiteral("/imagebuilder-simcloud"));
    m_process.setArguments(QStringList{"--with-parent", "--folder", m_folder.path()} + arguments);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start();
    while (!m_process.canReadLine())
        if (!m_process.waitForReadyRead(patience))
            qFatal("imagebuilder-simcloud did not start: %s", qPrintable(m_process.errorString()));
    const auto ready = QJsonDocument::fromJson(m_process.readLine()).object();
    m_url = ready.value("url").toString();
    m_cloudsYaml = ready.value("clouds").toString();
    m_sshUser = ready.value("ssh_user").toString();
    m_sshPort = ready.value("ssh_port").toInt();
}

SimcloudProcess::~SimcloudProcess()
{
    constexpr int patience = 10'000;
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(patience))
        m_process.kill();
    m_process.waitForFinished();
}

QProcessEnvironment SimcloudProcess::environment() const
{
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const auto &name : environment.keys())
        if (name.startsWith(QStringLiteral("OS_")))
            environment.remove(name);
    environment.insert(QStringLiteral("OS_CLIENT_CONFIG_FILE"), m_cloudsYaml);
    return environment;
}

QJsonObject SimcloudProcess::steer(const QByteArray &method, const QString &path, const QJsonObject &body) const
{
    const auto bytes = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact);
    constexpr int patience = 120'000;
    return exchange(method, url(QStringLiteral("/sim/") + path), bytes, {{"Content-Type", "application/json"}},
                    patience)
        .json();
}

QJsonObject SimcloudProcess::state() const
{
    return steer("GET", QStringLiteral("state"));
}

QJsonObject SimcloudProcess::element(const QString &list, const QString &name) const
{
    const auto elements = state().value(list).toArray();
    for (const auto &element : elements)
        if (element[u"name"] == name)
            return element.toObject();
    return {};
}

QJsonArray SimcloudProcess::requests(qint64 after) const
{
    return steer("GET", QStringLiteral("requests?after=%1").arg(after)).value("requests").toArray();
}

int SimcloudProcess::addFault(const QJsonObject &fault) const
{
    return steer("POST", QStringLiteral("faults"), fault).value("id").toInt();
}

void SimcloudProcess::clearFaults() const
{
    steer("DELETE", QStringLiteral("faults"));
}

int SimcloudProcess::addHold(const QJsonObject &hold) const
{
    return steer("POST", QStringLiteral("holds"), hold).value("id").toInt();
}

QJsonObject SimcloudProcess::waitUntilHeld(int hold, int timeoutMs) const
{
    const auto answer = steer("GET", QStringLiteral("holds/%1/held?timeout_ms=%2").arg(hold).arg(timeoutMs));
    return answer.contains("error") ? QJsonObject() : answer;
}

void SimcloudProcess::release(int hold, bool drop) const
{
    steer("POST", QStringLiteral("holds/%1/release").arg(hold), {{"drop", drop}});
}

} // namespace imagebuilder::testing
