// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/cloudcodec.h"

namespace imagebuilder::openstack {

namespace {

/// Reads `auth` first and the cloud itself second, under the given key or an older name for it.
class AuthReader
{
public:
    explicit AuthReader(const YamlValue &settings) : m_settings(settings) {}

    QString text(const QString &key, const QString &oldKey = {}) const
    {
        const auto &auth = m_settings.at(QStringLiteral("auth"));
        for (const auto &name : {key, oldKey}) {
            for (const auto *place : {&auth, &m_settings}) {
                if (const auto found = place->textAt(name); !found.isEmpty())
                    return found;
            }
        }
        return {};
    }

private:
    const YamlValue &m_settings;
};

Result<AuthType> parseType(const AuthReader &auth)
{
    static const QMap<QString, AuthType> types{
        {QStringLiteral("password"), AuthType::Password},
        {QStringLiteral("v3password"), AuthType::Password},
        {QStringLiteral("token"), AuthType::Token},
        {QStringLiteral("v3token"), AuthType::Token},
        {QStringLiteral("v3applicationcredential"), AuthType::ApplicationCredential},
    };
    const auto name = auth.text(QStringLiteral("auth_type"), QStringLiteral("auth_plugin"));
    if (name.isEmpty()) {
        const bool credential = !auth.text(QStringLiteral("application_credential_secret")).isEmpty();
        return credential ? AuthType::ApplicationCredential : AuthType::Password;
    }
    if (!types.contains(name))
        return failure(
            ErrorKind::Config,
            QStringLiteral("auth_type \"%1\" is not supported; use password, token or v3applicationcredential")
                .arg(name));
    return types.value(name);
}

Result<QUrl> parseAuthUrl(const QString &text)
{
    QUrl url(text.trimmed(), QUrl::TolerantMode);
    if (text.isEmpty())
        return failure(ErrorKind::Config, QStringLiteral("auth_url is missing"));
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"http" && url.scheme() != u"https"))
        return failure(ErrorKind::Config, QStringLiteral("auth_url is no http or https address: \"%1\"").arg(text));
    return url;
}

/// What the chosen way needs and does not have, in clouds.yaml's own words.
QStringList missingKeys(const Credentials &credentials)
{
    QStringList missing;
    const auto need = [&missing](bool there, const QString &what) {
        if (!there)
            missing << what;
    };
    const bool user = !credentials.userName.isEmpty() || !credentials.userId.isEmpty();
    switch (credentials.type) {
    case AuthType::Password:
        need(user, QStringLiteral("username"));
        need(!credentials.password.isEmpty(), QStringLiteral("password"));
        break;
    case AuthType::Token:
        need(!credentials.token.isEmpty(), QStringLiteral("token"));
        break;
    case AuthType::ApplicationCredential:
        need(!credentials.applicationCredentialSecret.isEmpty(), QStringLiteral("application_credential_secret"));
        need(!credentials.applicationCredentialId.isEmpty() ||
                 (!credentials.applicationCredentialName.isEmpty() && user),
             QStringLiteral("application_credential_id"));
        return missing; // its project is part of it
    }
    need(!credentials.projectName.isEmpty() || !credentials.projectId.isEmpty() || !credentials.domainName.isEmpty() ||
             !credentials.domainId.isEmpty() || credentials.systemScope,
         QStringLiteral("project_name"));
    return missing;
}

} // namespace

Result<Credentials> parseCredentials(const YamlValue &settings)
{
    const AuthReader auth(settings);
    Credentials credentials;
    IB_TRY(credentials.type, parseType(auth));
    IB_TRY(credentials.authUrl, parseAuthUrl(auth.text(QStringLiteral("auth_url"))));
    credentials.userName = auth.text(QStringLiteral("username"), QStringLiteral("user_name"));
    credentials.userId = auth.text(QStringLiteral("user_id"));
    credentials.userDomainName = auth.text(QStringLiteral("user_domain_name"), QStringLiteral("default_domain_name"));
    credentials.userDomainId = auth.text(QStringLiteral("user_domain_id"), QStringLiteral("default_domain_id"));
    credentials.projectName = auth.text(QStringLiteral("project_name"), QStringLiteral("tenant_name"));
    credentials.projectId = auth.text(QStringLiteral("project_id"), QStringLiteral("tenant_id"));
    credentials.projectDomainName =
        auth.text(QStringLiteral("project_domain_name"), QStringLiteral("default_domain_name"));
    credentials.projectDomainId = auth.text(QStringLiteral("project_domain_id"), QStringLiteral("default_domain_id"));
    credentials.domainName = auth.text(QStringLiteral("domain_name"));
    credentials.domainId = auth.text(QStringLiteral("domain_id"));
    credentials.systemScope = auth.text(QStringLiteral("system_scope")) == QStringLiteral("all");
    credentials.applicationCredentialName = auth.text(QStringLiteral("application_credential_name"));
    credentials.applicationCredentialId = auth.text(QStringLiteral("application_credential_id"));
    credentials.password = Secret(auth.text(QStringLiteral("password")));
    credentials.token = Secret(auth.text(QStringLiteral("token"), QStringLiteral("auth_token")));
    credentials.applicationCredentialSecret = Secret(auth.text(QStringLiteral("application_credential_secret")));

    if (!auth.text(QStringLiteral("trust_id")).isEmpty())
        return failure(ErrorKind::Config, QStringLiteral("trust_id is not supported; name a project instead"));
    if (const auto missing = missingKeys(credentials); !missing.isEmpty())
        return failure(ErrorKind::Config, QStringLiteral("auth lacks %1").arg(missing.join(QStringLiteral(", "))));
    return credentials;
}

} // namespace imagebuilder::openstack
