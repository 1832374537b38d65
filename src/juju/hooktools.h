// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.h"
#include "juju/hookenvironment.h"

#include <QtCore/QJsonObject>
#include <QtCore/QMap>

#include <stop_token>

namespace imagebuilder::juju {

/// Key to value, as a databag or an action's result holds it.
using Bag = QMap<QString, QString>;

/// What stands beside an application's name in `juju status`.
struct UnitStatus
{
    enum class State { Maintenance, Blocked, Waiting, Active };
    State state = State::Active;
    QString text;

    friend bool operator==(const UnitStatus &, const UnitStatus &) = default;
};

/// Juju's hook tools, child processes that speak with the unit's agent. What the tools refuse comes as Auth (permission
/// denied), NotFound (no such relation, secret, key), else Unavailable: the agent has gone, or Juju knows no such tool.
/// Writes to relations stay with the agent until this process ends with 0, and are dropped when it fails.
class HookTools
{
public:
    explicit HookTools(const QProcessEnvironment &variables) : m_variables(variables) {}

    /// Options that are set or have a default.
    [[nodiscard]] Task<Result<QJsonObject>> config(std::stop_token stop);
    [[nodiscard]] Task<Result<bool>> isLeader(std::stop_token stop);
    [[nodiscard]] Task<Result<void>> setStatus(UnitStatus status, std::stop_token stop);

    /// Of an endpoint, in the order in which they were made.
    [[nodiscard]] Task<Result<QStringList>> relationIds(QString endpoint, std::stop_token stop);
    /// In the order of their numbers.
    [[nodiscard]] Task<Result<QStringList>> relationUnits(QString relation, std::stop_token stop);
    /// What a unit, ours or a remote one, wrote into a relation.
    [[nodiscard]] Task<Result<Bag>> unitBag(QString relation, QString unit, std::stop_token stop);
    /// What an application wrote; our own may be read by the leader alone.
    [[nodiscard]] Task<Result<Bag>> applicationBag(QString relation, QString application, std::stop_token stop);
    /// Sets keys of our unit's bag in one update; an empty value deletes its key.
    [[nodiscard]] Task<Result<void>> setUnitBag(QString relation, Bag bag, std::stop_token stop);
    /// The same of our application's; for the leader alone.
    [[nodiscard]] Task<Result<void>> setApplicationBag(QString relation, Bag bag, std::stop_token stop);

    /// The newest revision's content.
    [[nodiscard]] Task<Result<QMap<QString, Secret>>> secret(QString id, std::stop_token stop);

    [[nodiscard]] Task<Result<QJsonObject>> actionParameters(std::stop_token stop);
    [[nodiscard]] Task<Result<void>> setActionResult(Bag result, std::stop_token stop);
    [[nodiscard]] Task<Result<void>> failAction(QString text, std::stop_token stop);

    /// DEBUG, INFO, WARNING or ERROR. What cannot be logged is no error.
    [[nodiscard]] Task<void> log(QString level, QString text, std::stop_token stop);

private:
    [[nodiscard]] Task<Result<QByteArray>> call(QString tool, QStringList arguments, QByteArray input,
                                                std::stop_token stop);
    [[nodiscard]] Task<Result<QJsonValue>> ask(QString tool, QStringList arguments, std::stop_token stop);
    [[nodiscard]] Task<Result<Bag>> bag(QStringList arguments, std::stop_token stop);
    [[nodiscard]] Task<Result<void>> setBag(QStringList arguments, Bag bag, std::stop_token stop);

    QProcessEnvironment m_variables;
};

} // namespace imagebuilder::juju
