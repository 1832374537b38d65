// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/charmconfig.h"

#include <QtCore/QJsonObject>

// Single options and groups of them; each error's text is a blocked status.
namespace imagebuilder::app {

/// An option is wrong: this becomes the unit's status.
inline std::unexpected<Error> blocked(const QString &status)
{
    return failure(ErrorKind::Config, status);
}

/// Without blanks around it; empty where it is unset.
QString optionText(const QJsonObject &options, const char *name);

/// All but the password.
Result<BuilderAccount> parseBuilder(const QJsonObject &options);
/// x64 for amd64 and so on.
Result<QString> parseCharmArch(const QString &text);
/// A comma list of codenames and tags.
Result<QStringList> parseCharmBases(const QString &text);
Result<QString> parseCharmRunnerVersion(const QString &text);
Result<QString> parseScriptUrl(const QString &text);
/// "k=v k2=v2"
Result<QMap<QString, Secret>> parseInlineSecrets(const QString &text);
Result<void> checkSecretNames(const QMap<QString, Secret> &secrets);
Result<int> parseCharmNumber(const QJsonObject &options, const char *name, int fallback, int least, int most,
                             const QString &complaint);
/// "cloud=region,…"
Result<QMap<QString, QString>> parseConsumerRegions(const QString &text);
/// "http://proxy:3128/" as HOST:PORT; empty for what names none.
QString proxyAddress(const QString &url);

} // namespace imagebuilder::app
