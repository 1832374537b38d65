// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/options/planchoice.h"

#include "app/plan/plankeys.h"
#include "app/plan/planreader.h"
#include "headless/options/binding.h"

namespace imagebuilder::headless {

namespace {

/// Keeps of a plan's list what was asked for; all of it where nothing was. `name` is what a person calls an item.
template <typename Item, typename Find>
Result<void> keepOnly(QList<Item> &items, const QStringList &wanted, Find find, QString Item::*name,
                      const QString &what)
{
    if (wanted.isEmpty())
        return {};
    QStringList names;
    for (const auto &item : std::as_const(items))
        names << item.*name;
    QList<Item> kept;
    for (const auto &text : wanted) {
        const Result<Item> item = find(text);
        if (!item || !items.contains(*item))
            return failure(ErrorKind::Usage,
                           QStringLiteral("the plan has no %1 %2; it has: %3").arg(what, text, names.join(u", ")));
        if (!kept.contains(*item))
            kept << *item;
    }
    items = kept;
    return {};
}

template <typename Item, typename Find> Result<QList<Item>> named(const QStringList &texts, Find find)
{
    QList<Item> items;
    for (const auto &text : texts) {
        IB_TRY(const Item item, find(text));
        items << item;
    }
    return items;
}

} // namespace

void PlanChoice::declareFile(CLI::App &command)
{
    textOption(command, "--plan", m_file,
               "the plan [$IMAGEBUILDER_PLAN, ./imagebuilder.yaml, that of the user, that of the machine]")
        ->type_name("FILE");
}

void PlanChoice::declare(CLI::App &command)
{
    declareFile(command);
    listOption(command, "-b,--base", m_bases, "only these bases of the plan, a comma list")->type_name("BASES");
    listOption(command, "--arch", m_archs, "only these architectures of the plan, a comma list")->type_name("ARCHS");
}

Result<QString> PlanChoice::file(const Invocation &invocation) const
{
    return app::findPlan(m_file, invocation.settings.clouds.environment, app::Caller::current());
}

Result<app::Plan> PlanChoice::load(Invocation &invocation) const
{
    IB_TRY(const auto found, file(invocation));
    auto &settings = invocation.settings;
    auto defaults = app::Plan::defaultsFor(settings);
    IB_CHECK(app::takeEnvironment(defaults, settings.clouds.environment));
    IB_TRY(auto plan, app::loadPlan(found, defaults, app::knownClouds(settings)));
    IB_CHECK(keepOnly(plan.bases, m_bases, images::findRelease, &images::Release::codename, QStringLiteral("base")));
    IB_CHECK(keepOnly(plan.archs, m_archs, images::findArch, &images::Arch::name, QStringLiteral("architecture")));
    if (!invocation.cloud.isEmpty())
        plan.cloud = invocation.cloud;
    plan.applyTo(settings);
    return plan;
}

Result<app::Plan> PlanChoice::loadToBuild(Invocation &invocation) const
{
    auto &environment = invocation.settings.clouds.environment;
    IB_TRY(auto plan, load(invocation));
    IB_TRY(plan.request.scriptSecrets, app::readSecrets(plan, environment));
    for (const auto &source : std::as_const(plan.secrets)) {
        if (source.kind != app::SecretSource::Kind::Environment)
            continue;
        environment.remove(source.place);
        qunsetenv(source.place.toLocal8Bit().constData());
    }
    return plan;
}

Result<app::Plan> PlanChoice::loadOrMake(Invocation &invocation) const
{
    const auto found = file(invocation);
    if (found)
        return load(invocation);
    if (m_archs.isEmpty())
        return std::unexpected(found.error().withContext(QStringLiteral("without --arch")));
    auto plan = app::Plan::defaultsFor(invocation.settings);
    IB_CHECK(app::takeEnvironment(plan, invocation.settings.clouds.environment));
    IB_TRY(plan.bases, named<images::Release>(m_bases, images::findRelease));
    IB_TRY(plan.archs, named<images::Arch>(m_archs, images::findArch));
    if (plan.bases.isEmpty())
        plan.bases = images::releases();
    plan.cloud = invocation.cloud;
    plan.applyTo(invocation.settings);
    return plan;
}

} // namespace imagebuilder::headless
