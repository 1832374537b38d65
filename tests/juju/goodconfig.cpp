// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "goodconfig.h"

void setGoodConfig(FakeModel &model, const QString &authUrl, const QString &password)
{
    model.setSecret(passwordSecret, {{"password", password}});
    const QJsonObject options{{"architecture", "amd64"},
                              {"base-image", "noble"},
                              {"build-interval", 6},
                              {"build-flavor", ""},
                              {"build-network", ""},
                              {"revision-history-limit", 5},
                              {"runner-version", ""},
                              {"openstack-auth-url", authUrl},
                              {"openstack-project-domain-name", "Default"},
                              {"openstack-project-name", "builder"},
                              {"openstack-user-domain-name", "Default"},
                              {"openstack-user-name", "ci"},
                              {"openstack-password-secret", passwordSecret},
                              {"script-url", ""},
                              {"script-secret", ""}};
    for (auto option = options.begin(); option != options.end(); ++option)
        model.setConfig(option.key(), option.value());
}
