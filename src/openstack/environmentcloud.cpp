// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/environmentcloud.h"

namespace imagebuilder::openstack {

YamlValue environmentCloud(const QProcessEnvironment &environment)
{
    // These choose a cloud or a file; they describe none.
    static const QStringList selectors{QStringLiteral("OS_CLOUD"), QStringLiteral("OS_CLIENT_CONFIG_FILE"),
                                       QStringLiteral("OS_CLIENT_SECURE_FILE"), QStringLiteral("OS_CLIENT_VENDOR_FILE"),
                                       QStringLiteral("OS_PROFILE")};
    const QString prefix = QStringLiteral("OS_");
    if (environment.value(QStringLiteral("OS_AUTH_URL")).isEmpty())
        return {};
    auto cloud = YamlValue::ofMap();
    for (const auto &variable : environment.keys()) {
        const auto value = environment.value(variable);
        if (!variable.startsWith(prefix) || value.isEmpty() || selectors.contains(variable))
            continue;
        cloud.set(variable.mid(prefix.size()).toLower(), YamlValue::ofText(value));
    }
    return cloud;
}

} // namespace imagebuilder::openstack
