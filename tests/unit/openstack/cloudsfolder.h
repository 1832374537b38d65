// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/cloudsconfig.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

namespace imagebuilder::openstack {

/// A home with a working folder in it, and an environment, all of the test's own.
class CloudsFolder
{
public:
    CloudsFolder()
    {
        search.home = folder.path();
        search.workingFolder = folder.filePath(QStringLiteral("work"));
        search.systemFolder = folder.filePath(QStringLiteral("etc"));
    }

    void write(const QString &name, const QByteArray &content)
    {
        const auto path = folder.filePath(name);
        QDir().mkpath(QFileInfo(path).absolutePath());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    QString path(const QString &name) const { return folder.filePath(name); }
    void setVariable(const QString &name, const QString &value) { search.environment.insert(name, value); }

    Result<CloudConfig> cloud(const QString &name = {}, const QString &region = {}) const
    {
        const auto config = CloudsConfig::load(search);
        return config ? config->cloud(name, region) : Result<CloudConfig>(std::unexpected(config.error()));
    }
    /// The message of the error that loading or choosing ends with.
    QString problem(const QString &name = {}, const QString &region = {}) const
    {
        const auto result = cloud(name, region);
        if (result)
            return QStringLiteral("no error");
        return result.error().kind() == ErrorKind::Config ? result.error().message()
                                                          : QStringLiteral("not of kind Config");
    }

    QTemporaryDir folder;
    CloudsSearch search;
};

} // namespace imagebuilder::openstack
