// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QTemporaryDir>

#include <functional>

/// How a hook or an action ended.
struct HookEnd
{
    int code = -1;
    QString out;
    QString err;
    double ownSeconds = 0; ///< without what the hook tools took
    QJsonObject result;    ///< of an action
    QString failed;        ///< why the action failed
    QJsonArray changed;    ///< databags: relation, owner
};

/// A Juju model with one application, builder, as its units see it (fake/ has the agent and the hook tools, which
/// follow juju's own sources: what is buffered until the end, what is refused, what the environment holds).
class FakeModel
{
public:
    FakeModel();

    QString path(const QString &below) const { return m_folder.filePath(below); }
    /// A unit with a machine of its own, whose files are below its root.
    void addUnit(const QString &unit, bool leader = false);
    void setLeader(const QString &unit);
    /// The unit's machine: where /etc, /var and so on are.
    QString root(const QString &unit = QStringLiteral("builder/0")) const;

    void setConfig(const QString &key, const QJsonValue &value);
    /// Of Juju itself, and for `juju-http-proxy` and its like.
    void setVersion(const QString &version);
    void setEnvironment(const QString &name, const QString &value);
    void setSecret(const QString &id, const QJsonObject &content, bool granted = true);
    /// Relation id, "image:1", with one unit of the application that wrote this.
    void relate(const QString &relation, const QString &application, const QJsonObject &bag = {});
    void setRemoteBag(const QString &relation, const QString &unit, const QJsonObject &bag);
    void removeRelation(const QString &relation);

    HookEnd hook(const QString &name, const QStringList &variables = {},
                 const QString &unit = QStringLiteral("builder/0")) const;
    /// A hook of a relation with its variables.
    HookEnd relationHook(const QString &relation, const QString &event,
                         const QString &unit = QStringLiteral("builder/0")) const;
    HookEnd action(const QString &name, const QJsonObject &parameters = {},
                   const QString &unit = QStringLiteral("builder/0")) const;
    /// As cron calls it, through juju-exec.
    int custom(const QString &event, const QString &unit = QStringLiteral("builder/0")) const;

    /// A hook that the test itself is, until end(); its environment.
    QProcessEnvironment begin(const QString &path, const QStringList &variables = {}) const;
    HookEnd end(const QProcessEnvironment &environment, int code) const;

    /// "active: Building image."
    QString status(const QString &unit = QStringLiteral("builder/0")) const;
    /// Waits until it holds, or fails after a while; what it was in the end.
    bool waitUntil(const std::function<bool()> &condition, int seconds = 60) const;
    QJsonObject bag(const QString &relation, const QString &owner = QStringLiteral("builder/0")) const;
    QJsonObject state() const;

private:
    void change(const std::function<void(QJsonObject &)> &edit) const;
    QJsonObject uniter(const QStringList &arguments, int *code = nullptr) const;

    QTemporaryDir m_folder;
};
