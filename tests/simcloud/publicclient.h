// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QJsonArray>
#include <QtCore/QMap>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QSet>
#include <QtCore/QTemporaryDir>

namespace imagebuilder::testing {

/// Debian's python3-openstackclient on a cloud of clouds.yaml, and the one script that it is given on every cloud.
class PublicClient
{
public:
    /// `environment` names the clouds.yaml.
    PublicClient(const QProcessEnvironment &environment, const QString &cloud);

    /// One session, since starting the client takes most of its time: every document that the commands printed. What
    /// it complains about goes to `errors`, or is warned of.
    QJsonArray run(const QStringList &commands, QByteArray *errors = nullptr) const;

    /// Makes an image, a security group, a key pair and a VM, and shows them and what is there already
    /// (publicclient/show.commands). By each command's first words ("image show"), what it printed; aborts the test
    /// program when one printed nothing.
    QMap<QString, QJsonValue> show();
    /// Takes back what show() made.
    void remove() const;

    /// Of all that show() made.
    QString name() const { return m_name; }
    /// The bytes that show() gave its image.
    static QByteArray imageBytes();
    /// A file of this client: image.raw, saved.raw, key.pub.
    QString file(const QString &name) const { return m_folder.filePath(name); }

private:
    QStringList script(const QString &file) const;

    QProcessEnvironment m_environment;
    QString m_name;
    QTemporaryDir m_folder;
};

/// The names of all fields in a document: "addresses", "properties.arch". Elements of a list share theirs.
QSet<QString> fieldsIn(const QJsonValue &document, const QString &within = {});

} // namespace imagebuilder::testing
