// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "juju/hooktools.h"

#include "base/child.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QStandardPaths>

#include <algorithm>

namespace imagebuilder::juju {

namespace {

/// A controller that is being upgraded answers after a while; a hook that waits for ever holds up all others.
constexpr milliseconds toolPatience = seconds(60);

/// The tools tell apart by words alone, the same in all versions (juju's worker/uniter/runner/jujuc).
ErrorKind kindOf(const QByteArray &words)
{
    if (words.contains("permission denied") || words.contains("not the leader") ||
        words.contains("cannot write relation settings"))
        return ErrorKind::Auth;
    return words.contains("not found") ? ErrorKind::NotFound : ErrorKind::Unavailable;
}

QString shownWords(QByteArray words)
{
    if (words.startsWith("ERROR "))
        words = words.sliced(6);
    return QString::fromUtf8(words).simplified();
}

QString stateName(UnitStatus::State state)
{
    using State = UnitStatus::State;
    switch (state) {
    case State::Maintenance:
        return QStringLiteral("maintenance");
    case State::Blocked:
        return QStringLiteral("blocked");
    case State::Waiting:
        return QStringLiteral("waiting");
    case State::Active:
        break;
    }
    return QStringLiteral("active");
}

/// "image:10" after "image:9", "runner/10" after "runner/9": the tools sort them as texts.
void sortByNumber(QStringList &names, QChar before)
{
    std::ranges::stable_sort(names, {}, [before](const QString &name) {
        return std::pair(name.section(before, 0, -2), name.section(before, -1).toInt());
    });
}

QStringList texts(const QJsonValue &value)
{
    QStringList list;
    for (const auto &item : value.toArray())
        list << item.toString();
    return list;
}

const QString asJson = QStringLiteral("--format=json");

} // namespace

Task<Result<QByteArray>> HookTools::call(QString tool, QStringList arguments, QByteArray input, std::stop_token stop)
{
    const auto folders = m_variables.value(QStringLiteral("PATH")).split(u':', Qt::SkipEmptyParts);
    const auto program = QStandardPaths::findExecutable(tool, folders);
    if (program.isEmpty())
        co_return failure(ErrorKind::Unavailable, QStringLiteral("this Juju has no hook tool %1").arg(tool));
    const ChildCommand command{.program = program,
                               .arguments = arguments,
                               .input = input,
                               .timeout = toolPatience,
                               .maxOutput = 32LL * 1024 * 1024,
                               .onLine = {},
                               .environment = m_variables};
    IB_CO_TRY(const auto outcome, co_await runChild(command, stop));
    if (outcome.exitCode != 0)
        co_return failure(kindOf(outcome.errors),
                          QStringLiteral("Juju's %1 failed: %2").arg(tool, shownWords(outcome.errors)));
    co_return QByteArray(outcome.output);
}

Task<Result<QJsonValue>> HookTools::ask(QString tool, QStringList arguments, std::stop_token stop)
{
    arguments.prepend(asJson);
    IB_CO_TRY(const auto bytes, co_await call(tool, arguments, {}, stop));
    // An answer may be a bare word, which Qt reads within a list only.
    QJsonParseError problem;
    const auto document = QJsonDocument::fromJson('[' + bytes + ']', &problem);
    if (problem.error != QJsonParseError::NoError)
        co_return failure(ErrorKind::Protocol,
                          QStringLiteral("Juju's %1 answered what is no JSON: %2").arg(tool, problem.errorString()));
    co_return QJsonValue(document.array().first());
}

Task<Result<QJsonObject>> HookTools::config(std::stop_token stop)
{
    IB_CO_TRY(const auto all, co_await ask(QStringLiteral("config-get"), {}, stop));
    co_return all.toObject();
}

Task<Result<bool>> HookTools::isLeader(std::stop_token stop)
{
    IB_CO_TRY(const auto answer, co_await ask(QStringLiteral("is-leader"), {}, stop));
    co_return answer.toBool();
}

Task<Result<void>> HookTools::setStatus(UnitStatus status, std::stop_token stop)
{
    const QStringList arguments{stateName(status.state), QStringLiteral("--"), status.text};
    IB_CO_CHECK(co_await call(QStringLiteral("status-set"), arguments, {}, stop));
    co_return Result<void>{};
}

Task<Result<QStringList>> HookTools::relationIds(QString endpoint, std::stop_token stop)
{
    const QStringList arguments{endpoint};
    IB_CO_TRY(const auto answer, co_await ask(QStringLiteral("relation-ids"), arguments, stop));
    auto ids = texts(answer);
    sortByNumber(ids, u':');
    co_return ids;
}

Task<Result<QStringList>> HookTools::relationUnits(QString relation, std::stop_token stop)
{
    const QStringList arguments{QStringLiteral("-r"), relation};
    IB_CO_TRY(const auto answer, co_await ask(QStringLiteral("relation-list"), arguments, stop));
    auto units = texts(answer);
    sortByNumber(units, u'/');
    co_return units;
}

Task<Result<Bag>> HookTools::bag(QStringList arguments, std::stop_token stop)
{
    IB_CO_TRY(const auto answer, co_await ask(QStringLiteral("relation-get"), arguments, stop));
    Bag bag;
    const auto object = answer.toObject();
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        bag.insert(entry.key(), entry.value().toString());
    co_return bag;
}

Task<Result<Bag>> HookTools::unitBag(QString relation, QString unit, std::stop_token stop)
{
    const QStringList arguments{QStringLiteral("-r"), relation, QStringLiteral("-"), unit};
    co_return co_await bag(arguments, stop);
}

Task<Result<Bag>> HookTools::applicationBag(QString relation, QString application, std::stop_token stop)
{
    const QStringList arguments{QStringLiteral("--app"), QStringLiteral("-r"), relation, QStringLiteral("-"),
                                application};
    co_return co_await bag(arguments, stop);
}

Task<Result<void>> HookTools::setBag(QStringList arguments, Bag bag, std::stop_token stop)
{
    QJsonObject object;
    for (const auto &[key, value] : bag.asKeyValueRange())
        object.insert(key, value);
    // An argument is 128 KiB at most. Qt writes UTF-8 as it is; Juju's YAML reader takes no surrogate escapes.
    const auto input = QJsonDocument(object).toJson(QJsonDocument::Compact);
    arguments << QStringLiteral("--file") << QStringLiteral("-");
    IB_CO_CHECK(co_await call(QStringLiteral("relation-set"), arguments, input, stop));
    co_return Result<void>{};
}

Task<Result<void>> HookTools::setUnitBag(QString relation, Bag bag, std::stop_token stop)
{
    const QStringList arguments{QStringLiteral("-r"), relation};
    co_return co_await setBag(arguments, bag, stop);
}

Task<Result<void>> HookTools::setApplicationBag(QString relation, Bag bag, std::stop_token stop)
{
    const QStringList arguments{QStringLiteral("--app"), QStringLiteral("-r"), relation};
    co_return co_await setBag(arguments, bag, stop);
}

Task<Result<QMap<QString, Secret>>> HookTools::secret(QString id, std::stop_token stop)
{
    const QStringList arguments{id, QStringLiteral("--refresh")};
    IB_CO_TRY(const auto answer, co_await ask(QStringLiteral("secret-get"), arguments, stop));
    QMap<QString, Secret> content;
    const auto object = answer.toObject();
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        content.insert(entry.key(), Secret(entry.value().toString()));
    co_return content;
}

Task<Result<QJsonObject>> HookTools::actionParameters(std::stop_token stop)
{
    IB_CO_TRY(const auto answer, co_await ask(QStringLiteral("action-get"), {}, stop));
    co_return answer.toObject();
}

Task<Result<void>> HookTools::setActionResult(Bag result, std::stop_token stop)
{
    // All in one call: an action's results are many small texts.
    QStringList arguments;
    for (const auto &[key, value] : result.asKeyValueRange())
        arguments << key + u'=' + value;
    if (!arguments.isEmpty())
        IB_CO_CHECK(co_await call(QStringLiteral("action-set"), arguments, {}, stop));
    co_return Result<void>{};
}

Task<Result<void>> HookTools::failAction(QString text, std::stop_token stop)
{
    const QStringList arguments{QStringLiteral("--"), text};
    IB_CO_CHECK(co_await call(QStringLiteral("action-fail"), arguments, {}, stop));
    co_return Result<void>{};
}

Task<void> HookTools::log(QString level, QString text, std::stop_token stop)
{
    const QStringList arguments{QStringLiteral("-l"), level, QStringLiteral("--"), text};
    (void)co_await call(QStringLiteral("juju-log"), arguments, {}, stop);
}

} // namespace imagebuilder::juju
