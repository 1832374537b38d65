// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "juju/hookenvironment.h"

namespace imagebuilder::juju {

namespace {

QString value(const QProcessEnvironment &variables, const char *name)
{
    return variables.value(QString::fromLatin1(name));
}

/// `JUJU_DISPATCH_PATH` is "hooks/NAME", "actions/NAME", or what a cron line says.
std::pair<HookEnvironment::Kind, QString> eventOf(const QString &path)
{
    using Kind = HookEnvironment::Kind;
    if (path.startsWith(u"hooks/"))
        return {Kind::Hook, path.sliced(6)};
    if (path.startsWith(u"actions/"))
        return {Kind::Action, path.sliced(8)};
    return {Kind::Custom, path};
}

} // namespace

Result<HookEnvironment> HookEnvironment::from(const QProcessEnvironment &variables)
{
    for (const auto *needed : {"JUJU_UNIT_NAME", "JUJU_DISPATCH_PATH", "JUJU_CONTEXT_ID"})
        if (value(variables, needed).isEmpty())
            return failure(
                ErrorKind::Config,
                QStringLiteral("the environment has no %1: this command is for Juju, which starts it through "
                               "the charm's dispatch")
                    .arg(QString::fromLatin1(needed)));
    HookEnvironment hook{.variables = variables};
    std::tie(hook.kind, hook.event) = eventOf(value(variables, "JUJU_DISPATCH_PATH"));
    hook.unit = value(variables, "JUJU_UNIT_NAME");
    hook.modelUuid = value(variables, "JUJU_MODEL_UUID");
    hook.version = QVersionNumber::fromString(value(variables, "JUJU_VERSION"));
    hook.charmFolder = value(variables, "JUJU_CHARM_DIR");
    hook.relation = value(variables, "JUJU_RELATION");
    hook.relationId = value(variables, "JUJU_RELATION_ID");
    hook.remoteUnit = value(variables, "JUJU_REMOTE_UNIT");
    hook.remoteApplication = value(variables, "JUJU_REMOTE_APP");
    hook.departing = value(variables, "JUJU_DEPARTING_UNIT");
    hook.secret = value(variables, "JUJU_SECRET_ID");
    return hook;
}

QString HookEnvironment::relationEvent() const
{
    const auto start = relation + QStringLiteral("-relation-");
    return !relation.isEmpty() && event.startsWith(start) ? event.sliced(start.size()) : QString();
}

QString HookEnvironment::proxy() const
{
    const auto http = value(variables, "JUJU_CHARM_HTTP_PROXY");
    return http.isEmpty() ? value(variables, "JUJU_CHARM_HTTPS_PROXY") : http;
}

} // namespace imagebuilder::juju
