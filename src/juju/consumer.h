// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "juju/hooktools.h"

namespace imagebuilder::juju {

/// Where an application that wants images has its project, as it wrote into the relation.
struct Consumer
{
    QString relation;
    QString unit; ///< whose word it is
    QString authUrl;
    QString projectDomain;
    QString project;
    QString userDomain;
    QString user;
    QString region; ///< empty: the only one there is
    QString caPem;  ///< certificates to trust besides; empty: the usual ones
    Secret password;
    QString cloud = {}; ///< its name in clouds.yaml, once nameConsumers() has given it one

    /// The same for two consumers that log in to the same project as the same user; without the password.
    QString identity() const;
    /// `<project>_<user>`, as the Python charm called it.
    QString plainName() const { return project + u'_' + user; }
};

/// Reads what a unit wrote. NotFound while one of the six keys is absent, Config for what cannot be used; the text
/// holds no value of it. More keys may come.
Result<Consumer> parseConsumer(const Bag &bag);

/// Gives every consumer a name: the plain one to who had it, else to the first; others who would have the same get a
/// short suffix made of their identity. `names` remembers identity → name from one hook to the next.
void nameConsumers(QList<Consumer> &consumers, QMap<QString, QString> &names);

struct Consumers
{
    QList<Consumer> ready;  ///< one per relation at most, in the order of the relations
    QStringList complaints; ///< of consumers whose data cannot be used, for the log
};

/// Asks all relations of the endpoint `image`. Of several units of one relation the first complete one counts.
[[nodiscard]] Task<Result<Consumers>> readConsumers(HookTools tools, std::stop_token stop);

} // namespace imagebuilder::juju
