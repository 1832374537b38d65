// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.h"
#include "http/transport.h"

#include <QtCore/QMap>

#include <optional>

namespace imagebuilder::openstack {

enum class AuthType { Password, Token, ApplicationCredential };

/// How to log in to Keystone v3. Ids win over names where both are given.
struct Credentials
{
    AuthType type = AuthType::Password;
    QUrl authUrl;
    QString userName, userId, userDomainName, userDomainId;
    QString projectName, projectId, projectDomainName, projectDomainId;
    QString domainName, domainId; ///< domain scope
    bool systemScope = false;
    QString applicationCredentialName, applicationCredentialId;
    Secret password;
    Secret token;
    Secret applicationCredentialSecret;
};

/// One cloud of clouds.yaml, everything merged.
struct CloudConfig
{
    QString name;
    Credentials credentials;
    QString region; ///< empty: the only one there is
    QString interface = QStringLiteral("public");
    QMap<QString, QUrl> endpointOverrides; ///< by service type ("image")
    http::TransportOptions transport;
};

} // namespace imagebuilder::openstack
