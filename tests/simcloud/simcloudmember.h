// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/simcloudprocess.h"

namespace imagebuilder::testing {

/// A project's member who asks the services of a simulated cloud by hand. The cloud must have been started with
/// simpleAccounts().
class SimcloudMember
{
public:
    SimcloudMember(const SimcloudProcess &cloud, const QString &project);

    /// The path with its service: "/image/v2/images". A JSON body unless `headers` say otherwise.
    HttpReply ask(const QByteArray &method, const QString &path, const QJsonObject &body = {}) const;
    HttpReply send(const QByteArray &method, const QString &path, const QByteArray &body,
                   QMap<QByteArray, QByteArray> headers) const;

    const QByteArray &token() const { return m_token; }
    const QString &projectId() const { return m_projectId; }

private:
    const SimcloudProcess &m_cloud;
    QByteArray m_token;
    QString m_projectId;
};

/// Options for projects builder, consumer and admin, whose user and password are the project's name.
QStringList simpleAccounts();

/// The body that asks for a token by password, scoped to that project.
QJsonObject passwordLogin(const QString &user, const QString &password, const QJsonObject &scope);
QJsonObject projectScope(const QString &project);

/// POST …/auth/tokens
HttpReply logIn(const SimcloudProcess &cloud, const QJsonObject &auth);

} // namespace imagebuilder::testing
