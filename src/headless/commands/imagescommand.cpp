// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/imagescommand.h"

#include "app/parsing.h"
#include "app/promotedue.h"
#include "app/showbuild.h"
#include "headless/commands/imagestext.h"
#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"

namespace imagebuilder::headless {

CLI::App *ImagesCommand::addVerb(CLI::App &command, Invocation &invocation, const char *name, const char *what,
                                 const char *example)
{
    auto *added = command.add_subcommand(name, what);
    added->fallthrough();
    addOutputOption(*added, invocation);
    addExample(*added, example);
    return added;
}

CLI::App *ImagesCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("images", "The images of each name, and who shows which");
    command->require_subcommand(0, 1);
    addOutputOption(*command, invocation);
    listOption(*command, "--upload-clouds", m_scope.others, "look there, too, besides what the journal knows")
        ->type_name("CLOUDS");
    addExample(*command, "imagebuilderd --os-cloud builder images list ci-noble-x64",
               "ID is an image's id, a build's, or the start of a build's.\n\n");
    auto *list = addVerb(*command, invocation, "list", "All images, or those of one name",
                         "imagebuilderd --os-cloud builder images list ci-noble-x64 --output json");
    textOption(*list, "IMAGE_NAME", m_scope.imageName, "exact name of the images")->type_name("");
    declareChanges(*command, invocation);
    declarePrune(*command, invocation);
    return command;
}

void ImagesCommand::declareChanges(CLI::App &command, Invocation &invocation)
{
    m_rollback = addVerb(command, invocation, "rollback", "Make an earlier good image current in each project",
                         "imagebuilderd --os-cloud builder images rollback ci-noble-x64");
    textOption(*m_rollback, "IMAGE_NAME", m_scope.imageName, "exact name of the images")->type_name("");
    textOption(*m_rollback, "--build", m_from, "instead of the name: one of its builds")->type_name("BUILD");
    textOption(*m_rollback, "--to", m_id, "go to this one, back or forth [the good one before the current]")
        ->type_name("ID");
    const auto id = [this](CLI::App *verb) {
        return textOption(*verb, "ID", m_id, "id of an image or of its build")->type_name("");
    };
    m_promote = addVerb(command, invocation, "promote", "Publish images that were held, or wait for their canary",
                        "imagebuilderd --os-cloud builder images promote 3f0c");
    id(m_promote);
    m_promote->add_flag("--due", m_due, "those whose canary has shown them for long enough");
    m_markBad = addVerb(command, invocation, "mark-bad", "Never show a build's images again; go back where they are",
                        "imagebuilderd --os-cloud builder images mark-bad 3f0c");
    id(m_markBad)->required();
    m_markGood = addVerb(command, invocation, "mark-good", "Take mark-bad back",
                         "imagebuilderd --os-cloud builder images mark-good 3f0c");
    id(m_markGood)->required();
}

void ImagesCommand::declarePrune(CLI::App &command, Invocation &invocation)
{
    m_prune = addVerb(command, invocation, "prune", "Delete old images; never what is shown, in use or protected",
                      "imagebuilderd --os-cloud builder images prune --keep 3 --older-than 30d --dry-run");
    textOption(*m_prune, "IMAGE_NAME", m_scope.imageName, "only those of this name")->type_name("");
    m_prune->add_flag("--dry-run", m_pruneOrder.dryRun, "only say what would go, and why");
    m_prune->add_option("--keep", m_pruneOrder.keep, "so many of each name stay in each project")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    parsedOption(*m_prune, "--older-than", m_pruneOrder.olderThan, app::parseAge,
                 "what is older goes although it is among them, but for the newest")
        ->type_name("AGE");
}

app::Backend::Access ImagesCommand::access() const
{
    for (const auto *verb : {m_rollback, m_promote, m_markBad, m_markGood})
        if (verb->parsed())
            return app::Backend::Access::ReadWrite;
    const bool prunes = m_prune->parsed() && !m_pruneOrder.dryRun;
    return prunes ? app::Backend::Access::ReadWrite : app::Backend::Access::ReadOnly;
}

app::ImageOrder ImagesCommand::order(const Running &running) const
{
    app::ImageOrder order{.scope = m_scope, .who = app::Caller::current().name(), .id = m_id};
    order.scope.cloud = running.invocation.cloud;
    return order;
}

Task<Result<Answer>> ImagesCommand::rollBack(Running &running, std::stop_token stop)
{
    auto order = this->order(running);
    if (!m_from.isEmpty()) {
        IB_CO_TRY(const auto view, app::findBuild(running.backend, m_from));
        order.scope.imageName = view.record.imageName;
    }
    if (order.scope.imageName.isEmpty() && order.id.isEmpty())
        co_return failure(ErrorKind::Usage,
                          QStringLiteral("images rollback needs an IMAGE_NAME, --build BUILD or --to ID"));
    IB_CO_TRY(const auto changes, co_await app::rollBack(running.backend, order, stop));
    co_return changesAnswer({changes});
}

Task<Result<Answer>> ImagesCommand::promote(Running &running, std::stop_token stop)
{
    const auto order = this->order(running);
    if (m_due == !order.id.isEmpty())
        co_return failure(ErrorKind::Usage, QStringLiteral("images promote needs an ID or --due, and not both"));
    if (m_due) {
        IB_CO_TRY(const auto promoted, co_await app::promoteDue(running.backend, order.scope, order.who, stop));
        co_return changesAnswer(promoted);
    }
    IB_CO_TRY(const auto changes, co_await app::promote(running.backend, order, stop));
    co_return changesAnswer({changes});
}

Task<Result<Answer>> ImagesCommand::prune(Running &running, std::stop_token stop)
{
    auto order = m_pruneOrder;
    order.scope = this->order(running).scope;
    order.who = this->order(running).who;
    IB_CO_TRY(const auto items, co_await app::pruneImages(running.backend, order, stop));
    co_return pruneAnswer(items, order.dryRun);
}

Task<Result<Answer>> ImagesCommand::run(Running &running, std::stop_token stop)
{
    if (m_rollback->parsed())
        co_return co_await rollBack(running, stop);
    if (m_promote->parsed())
        co_return co_await promote(running, stop);
    if (m_prune->parsed())
        co_return co_await prune(running, stop);
    if (m_markBad->parsed() || m_markGood->parsed()) {
        const Change change = m_markBad->parsed() ? app::markBad : app::markGood;
        IB_CO_TRY(const auto changes, co_await change(running.backend, order(running), stop));
        co_return changesAnswer({changes});
    }
    IB_CO_TRY(const auto revisions, co_await app::listRevisions(running.backend, order(running).scope, stop));
    co_return revisionsAnswer(revisions, running.backend.clock().now());
}

} // namespace imagebuilder::headless
