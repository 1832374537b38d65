// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/cloudconfig.h"
#include "openstack/cloudssearch.h"
#include "yaml/yamlvalue.h"

namespace imagebuilder::openstack {

/// Every cloud that clouds.yaml, the files beside it and the environment define.
class CloudsConfig
{
public:
    /// Finds and reads the files. Having neither a file nor OS_AUTH_URL is a Config error that says where it looked.
    static Result<CloudsConfig> load(CloudsSearch search);

    /// In file order; `envvars` last, where OS_AUTH_URL is set.
    QStringList names() const;
    /// The clouds.yaml that was read; empty where the environment alone speaks.
    const QString &file() const { return m_file; }
    /// `wanted`, else $OS_CLOUD, else the first of names().
    Result<QString> choose(const QString &wanted) const;
    /// A cloud with everything merged: clouds-public.yaml's profile, clouds.yaml, secure.yaml, the region's values.
    /// An empty name is chosen as above; an empty region is the file's, $OS_REGION_NAME, or left to the catalog.
    Result<CloudConfig> cloud(const QString &wanted = {}, const QString &region = {}) const;

private:
    Result<YamlValue> withProfile(const QString &name, const YamlValue &cloud) const;

    CloudsSearch m_search;
    QString m_file;
    YamlValue m_clouds = YamlValue::ofMap();
};

} // namespace imagebuilder::openstack
