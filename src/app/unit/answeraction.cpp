// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/answeraction.h"

#include "app/openbuilds.h"
#include "app/unit/answerhook.h"
#include "app/unit/charmoptions.h"
#include "app/unit/ownprogram.h"
#include "app/unit/runaction.h"
#include "base/json.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::app {

namespace {

using juju::Bag;

/// Juju takes no argument of more than 128 KiB, and nobody reads that much.
constexpr qsizetype mostResultBytes = 100LL * 1024;

std::unexpected<Error> wrong(const QString &text)
{
    return failure(ErrorKind::Config, text);
}

/// The last bytes: of a log the end is what one wants.
QString bounded(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes.size() <= mostResultBytes ? bytes : "…" + bytes.last(mostResultBytes)).trimmed();
}

Task<Result<Bag>> runNow(HookStatePtr state, QJsonObject parameters, std::stop_token stop)
{
    if (state->plan.consumers.isEmpty())
        co_return wrong(QStringLiteral("Image relation not yet ready."));
    IB_CO_TRY(const auto wish, runWish(state->plan, parameters));
    IB_CO_TRY(const auto ids, orderRun(*state, wish));
    const Bag result{{QStringLiteral("build-ids"), ids.values().join(u',')}};
    if (!parameters.value(u"wait").toBool())
        co_return result;
    IB_CO_TRY(const auto failed, co_await waitForBuilds(state, ids, stop));
    if (!failed.isEmpty())
        co_return wrong(QStringLiteral("%1 failed: %2").arg(failed.firstKey(), failed.first()));
    co_return result;
}

/// Who shows what, since when.
Result<Bag> consumersNow(const HookState &state)
{
    IB_TRY(const auto shown, state.shown());
    QJsonArray list;
    for (const auto &consumer : state.plan.consumers) {
        for (const auto &base : state.plan.config.bases) {
            const auto image = state.plan.imageName(base);
            const auto publication = shown.value(image).value(consumer.cloud);
            list.append(QJsonObject{{"relation", consumer.relation},
                                    {"unit", consumer.unit},
                                    {"consumer", consumer.cloud},
                                    {"image", image},
                                    {"id", publication.imageId},
                                    {"since", publication.changed.toString(Qt::ISODate)}});
        }
    }
    return Bag{{QStringLiteral("consumers"), QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact))}};
}

/// The image that the consumer shows, or the first one, of the base, or of the first.
Result<QString> shownImage(const HookState &state, const QJsonObject &parameters)
{
    IB_TRY(const auto wish, runWish(state.plan, parameters));
    IB_TRY(const auto shown, state.shown());
    for (const auto &base : wish.bases.isEmpty() ? state.plan.config.bases : wish.bases)
        for (const auto &cloud : wish.consumers.isEmpty() ? state.plan.clouds() : wish.consumers)
            if (auto id = shown.value(state.plan.imageName(base)).value(cloud).imageId; !id.isEmpty())
                return id;
    return wrong(QStringLiteral("no image is shown yet"));
}

/// What this program is asked in an action's place; Config where parameters do not fit.
Result<QStringList> commandFor(const HookState &state, const QString &action, const QJsonObject &parameters)
{
    const auto json = QStringList{QStringLiteral("--output"), QStringLiteral("json")};
    const QStringList inBuilder{QStringLiteral("--os-cloud"), builderCloud};
    const auto id = optionText(parameters, "build-id");
    if (action == u"builds")
        return QStringList{QStringLiteral("builds"), QStringLiteral("list"), QStringLiteral("--limit"),
                           QString::number(parameters.value(u"limit").toInt(20))} +
               json;
    if (action == u"build-log" || action == u"cancel") {
        IB_TRY(const auto *const journal, state.backend.journal());
        const bool isLog = action == u"build-log";
        IB_TRY(const auto known, isLog ? journal->builds(1) : journal->openBuilds());
        if (id.isEmpty() && known.isEmpty())
            return wrong(isLog ? QStringLiteral("nothing was built yet") : QStringLiteral("no build runs"));
        return QStringList{QStringLiteral("builds"), isLog ? QStringLiteral("log") : QStringLiteral("cancel"),
                           id.isEmpty() ? known.first().id : id};
    }
    if (action == u"quota")
        return inBuilder + QStringList{QStringLiteral("quota")} + json;
    if (action == u"pause") {
        const auto why = optionText(parameters, "reason");
        return QStringList{QStringLiteral("pause")} + json +
               (why.isEmpty() ? QStringList() : QStringList{QStringLiteral("--why=") + why});
    }
    if (action == u"resume")
        return QStringList{QStringLiteral("resume")} + json;
    if (action == u"explain") {
        IB_TRY(const auto image, shownImage(state, parameters));
        return inBuilder + QStringList{QStringLiteral("explain"), image} + json;
    }
    if (action == u"gc") {
        auto words = inBuilder + QStringList{QStringLiteral("gc")} + json;
        if (!state.plan.clouds().isEmpty())
            words << QStringLiteral("--upload-clouds") << state.plan.clouds().join(u',');
        return parameters.value(u"delete").toBool() ? words << QStringLiteral("--delete") : words;
    }
    if (action == u"promote")
        return inBuilder + QStringList{QStringLiteral("images"), QStringLiteral("promote")} +
               (id.isEmpty() ? QStringList() : QStringList{id}) + json;
    if (action == u"rollback") {
        IB_TRY(const auto wish, runWish(state.plan, parameters));
        if (wish.bases.size() != 1)
            return wrong(QStringLiteral("name one base: base=noble"));
        return inBuilder +
               QStringList{QStringLiteral("images"), QStringLiteral("rollback"),
                           state.plan.imageName(wish.bases.first())} +
               json;
    }
    if (action == u"publish") {
        IB_TRY(const auto wish, runWish(state.plan, parameters));
        auto words = inBuilder + QStringList{QStringLiteral("publish")} + json;
        return wish.consumers.isEmpty() ? words : words << QStringLiteral("--consumer") << wish.consumers.first();
    }
    return wrong(QStringLiteral("this version of the charm has no action %1 yet").arg(action));
}

Task<Result<Bag>> carryOutAction(HookStatePtr state, QString action, QJsonObject parameters, std::stop_token stop)
{
    if (!state->blocked.isEmpty())
        co_return wrong(state->blocked);
    if (!state->leader)
        co_return wrong(QStringLiteral("this unit does not lead; run it on %1/leader").arg(state->hook.application()));
    if (action == u"run")
        co_return co_await runNow(state, parameters, stop);
    if (action == u"consumers")
        co_return consumersNow(*state);
    IB_CO_TRY(const auto words, commandFor(*state, action, parameters));
    IB_CO_TRY(const auto output, co_await askOwnProgram(state->places, words, stop));
    co_return Bag{{QStringLiteral("output"), bounded(output)}};
}

} // namespace

Task<Result<void>> answerAction(Backend &backend, juju::HookEnvironment hook, UnitPlaces places, std::stop_token stop)
{
    IB_CO_TRY(const auto state, co_await readHookState(backend, hook, places, stop));
    IB_CO_TRY(const auto parameters, co_await state->tools.actionParameters(stop));
    const auto result = co_await carryOutAction(state, hook.event, parameters, stop);
    if (!result) {
        IB_CO_CHECK(co_await state->tools.failAction(result.error().message(), stop));
    } else {
        IB_CO_CHECK(co_await state->tools.setActionResult(*result, stop));
    }
    co_return co_await settleUnit(state, stop);
}

} // namespace imagebuilder::app
